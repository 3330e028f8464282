import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { password, type RunningStack, startRunningStack } from './running-stack.ts';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startRunningStack({ DATA_OWNERS: 'crm' });
});
afterAll(() => stack.close());

const residueOf = async (who: Record<string, string>): Promise<string[]> => {
  const response = await fetch(`${stack.url}/__local/residue?${new URLSearchParams(who).toString()}`);
  return ((await response.json()) as { where: string[] }).where;
};
const eventually = async <T>(look: () => Promise<T>, done: (seen: T) => boolean, seconds: number) => {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (done(seen) || Date.now() > until) return seen;
    await sleep(200);
  }
};
const schedule = (cookie: string) =>
  stack.ask('POST /api/user/deletion', { cookie, body: { confirmation: 'DELETE', password } });
/** The product's own answer to what was asked of its data owner. */
const answerFor = async (erasureId: string) =>
  fetch(`${stack.url}/__local/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      detailType: 'latchkey.erasure.completed',
      detail: { erasureId, owner: 'crm', deleted: [{ category: 'contacts', count: 3 }] },
    }),
  });
const receiptBy = async (mailText: string) => {
  const [number] = /[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{1,5}){5}/.exec(mailText) ?? [''];
  return (await stack.ask(`GET /api/receipts/${number}`)).body;
};
/** Has somebody join the company that another's session is in, by the mailed link. */
const join = async (owner: string, { email, cookie }: { email: string; cookie: string }, role: string) => {
  await stack.ask('POST /api/company/invitations', { cookie: owner, body: { email, role } });
  const link = stack.linkIn(await stack.mail(email, /invite/i), '/invitation');
  const body = { token: link.searchParams.get('token') };
  return (await stack.ask('POST /api/auth/invitations/accept', { cookie, body })).cookie ?? '';
};
/** The cancel link names the deletion by its event. */
const erasureIdIn = (link: URL) => link.searchParams.get('token')?.split('.')[1] ?? '';

test('after its days of grace an account is gone from every store, also when the process is killed meanwhile', async () => {
  const name = 'Augusta Byron of Ockham';
  const { email, cookie: own } = await stack.person(undefined, name);
  const accountId = own.split('.')[0] ?? '';
  await stack.records(own.split('.')[1] ?? '', { 'call-logs': 120, transcripts: 40 });
  // What others are told of them, and what they decide for others, is to be forgotten, too.
  const colleague = await stack.person();
  const joined = await join(colleague.cookie, { email, cookie: own }, 'admin');
  const cookie = (await stack.ask('POST /api/session/step-up', { cookie: joined, body: { password } }))
    .cookie;
  const list = { mode: 'off', scope: 'all', entries: [{ cidr: '203.0.113.0/24', label: 'Office' }] };
  const listed = await stack.ask('PUT /api/company/ip-allowlist', { cookie, body: list });
  const lock = { type: 'missed-call', channel: 'email', enabled: true, locked: true };
  const body = { changes: [lock] };
  const decided = await stack.ask('PATCH /api/company/notification-defaults', { cookie, body });
  expect([listed.status, decided.status]).toEqual([200, 204]);
  const inbox = async () =>
    (await stack.ask('GET /api/notifications', { cookie: colleague.cookie })).body.items ?? [];
  const told = await eventually(inbox, (items: any[]) => items.length > 0, 15);
  expect(told[0]).toMatchObject({ body: `${name} joined as an admin.` });
  const before = await residueOf({ accountId, name });
  for (const place of ['INBOX#', '/ IP-LIST#', '/ NOTIFICATIONS'])
    expect([place, before.some((where) => where.includes(place))]).toEqual([place, true]);
  expect((await schedule(cookie ?? '')).status).toBe(202);
  const notice = await stack.mail(email, /will be deleted$/);
  const erasureId = erasureIdIn(stack.linkIn(notice, '/deletion/cancel'));
  await stack.advance('6d');
  await stack.mail(email, /will be deleted tomorrow/);
  const moved = stack.advance('25h').catch(() => undefined);
  // Taken, and being erased: nobody signs in any more.
  const { status } = await eventually(
    () => stack.signIn(email),
    ({ status }) => status === 401,
    60,
  );
  expect(status).toBe(401);
  await stack.restart('SIGKILL');
  await moved;

  const farewell = await stack.mail(email, /has been deleted/, 60_000);
  await answerFor(erasureId);
  expect(
    await eventually(
      () => residueOf({ email, accountId, name }),
      (where) => where.length === 0,
      60,
    ),
  ).toEqual([]);
  const receipt = await eventually(
    () => receiptBy(farewell.text),
    ({ status }) => status === 'completed',
    30,
  );
  expect(receipt).toMatchObject({ kind: 'account', status: 'completed' });
  expect(receipt.stores).toContainEqual(
    expect.objectContaining({
      store: 'crm',
      status: 'erased',
      deleted: [{ category: 'contacts', count: 3 }],
    }),
  );
  expect((await stack.signIn(email)).status).toBe(401);
  expect((await stack.ask('GET /api/session', { cookie })).status).toBe(401);
  const again = await stack.person(email);
  expect(again.cookie.split('.')[0]).not.toBe(accountId);
}, 180_000);

test('a deletion that is taken back by its link does not happen', async () => {
  const { email, cookie } = await stack.person();
  const member = await stack.person();
  await join(cookie, member, 'member');
  const companyId = cookie.split('.')[1] ?? '';
  const both = { confirmation: 'DELETE', password, deleteCompanies: [companyId] };
  expect((await stack.ask('POST /api/user/deletion', { cookie, body: both })).status).toBe(202);
  // Who is in a company that is to go is told by mail, and again that it stays.
  const { text } = await stack.mail(member.email, /will be deleted$/);
  expect(text).toContain('chose that the company goes with it');
  const link = stack.linkIn(await stack.mail(email, /will be deleted$/), '/deletion/cancel');
  const body = { token: link.searchParams.get('token') };
  expect((await stack.ask('POST /api/auth/deletion/cancel', { body })).status).toBe(204);
  await stack.mail(email, /will not be deleted/);
  await stack.mail(member.email, /will not be deleted/);
  await stack.advance('9d');
  expect((await stack.signIn(email)).status).toBe(200);
}, 60_000);
