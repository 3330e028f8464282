import { beforeAll, expect, test } from 'vitest';
import { days, minutes } from '#functions/shared/clock.ts';
import { newIdAt } from '#functions/shared/ids.ts';
import { claimDelivery, settleDelivery } from '#functions/shared/notifications/delivery-receipt-item.ts';
import { type InboxEntry, putIntoInbox } from '#functions/shared/notifications/inbox-item.ts';
import { companyWith } from '#functions/testing/colleagues.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const onByDefault = { enabled: true, rule: { kind: 'default' } } as const;
const offByDefault = { enabled: false, rule: { kind: 'default' } } as const;
const decisions = { 'in-app': onByDefault, email: onByDefault, push: onByDefault, sms: offByDefault };

async function setup() {
  const { cookie, accountId } = await api.person();
  const companyId = cookie.split('.')[1] ?? '';
  /** Puts a notification into the inbox, as a delivery does; gives its id. */
  const tell = async (more: Partial<InboxEntry> = {}) => {
    const notificationId = newIdAt(api.now());
    await putIntoInbox(api.table, {
      ...{ accountId, notificationId, companyId, type: 'missed-call', category: 'messages' },
      ...{ title: 'Missed call', body: 'Nobody answered.', url: '/calls/1', readAt: null, hidden: false },
      ...{ createdAt: api.now().toISOString(), decisions, ...more },
    });
    api.advance(10);
    return notificationId;
  };
  const list = async (query: Record<string, string> = {}, as = cookie) =>
    (await api.request('GET /api/notifications', { cookie: as, query })).body;
  const read = (body: unknown, as = cookie) =>
    api.request('POST /api/notifications/read', { cookie: as, body });
  const why = (id: string, as = cookie) =>
    api.request('GET /api/notifications/{id}/why', { cookie: as, params: { id } });
  const unread = async (as = cookie) => (await api.request('GET /api/session', { cookie: as })).body.unread;
  return { cookie, accountId, companyId, tell, list, read, why, unread };
}

const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

test('an inbox begins empty', async () => {
  const { list, unread } = await setup();
  expect([await list(), await unread()]).toEqual([{ items: [], unread: 0, next: null }, 0]);
});

test('the newest stand first, with what their texts said; the session carries the count', async () => {
  const { tell, list, unread } = await setup();
  const first = await tell();
  const second = await tell({ title: '<b>Markup</b>', url: null });
  const page = await list();
  expect(idsOf(page)).toEqual([second, first]);
  expect(page.items[0]).toEqual({
    id: second,
    type: 'missed-call',
    category: 'messages',
    title: '<b>Markup</b>',
    body: 'Nobody answered.',
    url: null,
    createdAt: expect.any(String) as string,
    readAt: null,
  });
  expect([page.unread, await unread()]).toEqual([2, 2]);
});

test('pages follow on one another, each entry once', async () => {
  const { tell, list } = await setup();
  const told: string[] = [];
  for (let turn = 0; turn < 45; turn += 1) told.unshift(await tell());
  const pages = [await list()];
  while (pages.at(-1).next !== null) pages.push(await list({ cursor: pages.at(-1).next }));
  expect(pages.map(({ items }) => items.length)).toEqual([20, 20, 5]);
  expect(pages.flatMap(idsOf)).toEqual(told);
});

test('asked for what is newer than the newest it knows, it gives that alone', async () => {
  const { tell, list } = await setup();
  await tell();
  const known = await tell();
  expect(await list({ since: known })).toEqual({ items: [], unread: 2, next: null });
  const later = await tell();
  expect(idsOf(await list({ since: known }))).toEqual([later]);
});

test('it is filtered by category and by what is unread', async () => {
  const { tell, list, read } = await setup();
  const call = await tell();
  const invoice = await tell({ type: 'new-invoice', category: 'billing' });
  await read({ ids: [call] });
  expect(idsOf(await list({ category: 'messages' }))).toEqual([call]);
  expect(idsOf(await list({ unread: 'true' }))).toEqual([invoice]);
  expect(idsOf(await list({ unread: 'true', category: 'messages' }))).toEqual([]);
  const unknown = await api.request('GET /api/notifications', { cookie: '', query: { category: 'x' } });
  expect(unknown.status).toBe(401);
});

test.each([
  ['category', 'everything'],
  ['cursor', 'x'],
  ['since', '~'],
  ['unread', 'yes'],
])('a wrong %s is named', async (field, value) => {
  const { cookie } = await setup();
  const { status, body } = await api.request('GET /api/notifications', { cookie, query: { [field]: value } });
  expect([status, body.errors[0].path]).toEqual([400, field]);
});

test('one is marked as read, again without harm; all are marked at once', async () => {
  const { tell, list, read, unread } = await setup();
  const ids = [await tell(), await tell(), await tell()];
  expect((await read({ ids: [ids[0]] })).status).toBe(204);
  const [, , first] = (await list()).items;
  api.advance(1 * minutes);
  await read({ ids: [ids[0], 'nothing-of-this-name'] });
  expect((await list()).items[2].readAt).toBe(first.readAt);
  expect(await unread()).toBe(2);
  expect((await read({ all: true })).status).toBe(204);
  expect([await unread(), idsOf(await list({ unread: 'true' }))]).toEqual([0, []]);
});

test('many are marked at once', async () => {
  const { tell, read, unread } = await setup();
  await Promise.all(Array.from({ length: 620 }, () => tell()));
  expect(await unread()).toBe(620);
  await read({ all: true });
  expect(await unread()).toBe(0);
});

test.each([[{}], [{ ids: [] }], [{ all: false }], [{ ids: Array.from({ length: 101 }, String) }]])(
  '%j marks nothing',
  async (body) => {
    const { read } = await setup();
    expect((await read(body)).status).toBe(400);
  },
);

test('what is somebody else’s is not there: neither read, nor marked, nor explained', async () => {
  const [ada, eve] = [await setup(), await setup()];
  const id = await ada.tell();
  expect((await eve.list()).items).toEqual([]);
  await eve.read({ ids: [id] });
  expect((await eve.why(id)).status).toBe(404);
  expect(await ada.unread()).toBe(1);
});

test('a company’s is read in that company alone, what concerns the person in all of theirs', async () => {
  const { colleagues, companyId } = await companyWith(api, 'member');
  const [grace] = colleagues;
  const mine = await setup();
  const own = await api.request('POST /api/session/company', {
    cookie: grace.cookie,
    body: { companyId: grace.cookie.split('.')[1] },
  });
  expect(own.status).toBeLessThan(500);
  const tell = (of: string | null) => mine.tell({ accountId: grace.id, companyId: of });
  const here = await tell(companyId);
  const elsewhere = await tell('another-company');
  const personal = await tell(null);
  expect(idsOf(await mine.list({}, grace.cookie))).toEqual([personal, here]);
  expect(await mine.unread(grace.cookie)).toBe(2);
  expect((await mine.why(elsewhere, grace.cookie)).status).toBe(404);
  await mine.read({ all: true, ids: [elsewhere] }, grace.cookie);
  const left = (await api.items()).filter(({ gsi1pk }) => gsi1pk === `UNREAD#${grace.id}`);
  expect(left.map(({ notificationId }) => notificationId)).toEqual([elsewhere]);
});

test('it is kept for ninety days, by the clock and not by the broom', async () => {
  const { tell, list, unread, why, accountId } = await setup();
  const id = await tell({ createdAt: api.now().toISOString() });
  const item = (await api.items()).find(({ notificationId }) => notificationId === id);
  expect(item?.['expiresAtSeconds']).toBe(Math.ceil(Date.parse(item?.['createdAt']) / 1000) + 90 * 86_400);
  const old = newIdAt(new Date(api.now().getTime() - 91 * days));
  await putIntoInbox(api.table, { ...(item as unknown as InboxEntry), notificationId: old, accountId });
  expect([idsOf(await list()), idsOf(await list({ unread: 'true' })), await unread()]).toEqual([
    [id],
    [id],
    1,
  ]);
  expect([(await why(id)).status, (await why(old)).status]).toEqual([200, 404]);
});

test('says of each channel which rule decided and what became of it', async () => {
  const { tell, why, accountId } = await setup();
  const locked = {
    enabled: true,
    rule: { kind: 'lock', by: 'Grace Hopper', at: '2026-05-03T08:00:00.000Z' },
  } as const;
  const waiting = { ...onByDefault, at: new Date(api.now().getTime() + 1 * days).toISOString() };
  const id = await tell({
    decisions: { 'in-app': onByDefault, email: locked, push: waiting, sms: offByDefault },
  });
  const claim = { accountId, notificationId: id, channel: 'email', claimId: 'a' } as const;
  await claimDelivery(api.table, claim, api.now());
  const outcomes = async () =>
    (await why(id)).body.channels.map(({ channel, outcome }: any) => [channel, outcome]);
  expect(await outcomes()).toEqual([
    ['in-app', 'delivered'],
    ['email', 'sending'],
    ['push', 'waiting'],
    ['sms', 'off'],
  ]);
  await settleDelivery(api.table, claim, { result: 'refused', reason: 'email-bounce' }, api.now());
  const { body } = await why(id);
  expect(body).toMatchObject({ id, type: 'missed-call', typeTitle: 'Missed call' });
  expect(body.channels[1]).toEqual({
    channel: 'email',
    outcome: 'refused',
    rule: { kind: 'lock', by: 'Grace Hopper', at: '2026-05-03T08:00:00.000Z' },
    at: expect.any(String) as string,
    reason: 'email-bounce',
  });
});

test('names the admin who decided as long as that decision stands', async () => {
  const { tell, why, cookie } = await setup();
  const name = (await api.request('GET /api/session', { cookie })).body.user.name;
  const decide = () =>
    api.request('PATCH /api/company/notification-defaults', {
      cookie,
      body: { changes: [{ type: 'missed-call', channel: 'email', enabled: true, locked: true }] },
    });
  expect((await decide()).status).toBe(204);
  const found = (await api.items()).find((item) => item['lock#missed-call#email']?.by === name);
  const { at } = found!['lock#missed-call#email'];
  const email = { enabled: true, rule: { kind: 'lock', at } } as const;
  const id = await tell({ decisions: { ...decisions, email } });
  expect((await why(id)).body.channels[1].rule).toEqual({ kind: 'lock', by: name, at });
  api.advance(1 * minutes);
  await decide();
  expect((await why(id)).body.channels[1].rule).toEqual({ kind: 'lock', by: null, at });
});

test('explains also what did not come into the inbox, and that security is mailed by itself', async () => {
  const { tell, why, list } = await setup();
  const off = { enabled: false, rule: { kind: 'user', at: '2026-05-03T08:00:00.000Z' } } as const;
  const id = await tell({ hidden: true, decisions: { ...decisions, 'in-app': off } });
  expect([idsOf(await list()), idsOf(await list({ hidden: 'true' }))]).toEqual([[], [id]]);
  expect((await why(id)).body.channels[0]).toMatchObject({ outcome: 'off', rule: { kind: 'user' } });
  const mandatory = { enabled: true, rule: { kind: 'mandatory' } } as const;
  const security = await tell({
    ...{ type: 'password-changed', category: 'security', companyId: null },
    decisions: { ...decisions, email: mandatory },
  });
  expect((await why(security)).body.channels[1]).toMatchObject({ outcome: 'mailed-by-security' });
});

test('a page is one trip besides authentication, the session’s count none more, an explanation one', async () => {
  const { tell, list, why, unread } = await setup();
  const id = await tell();
  api.counter.take();
  await list();
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'Query', 'Query']);
  await unread();
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'Query', 'Query']);
  await why(id);
  expect(api.counter.take().calls.toSorted()).toEqual(['BatchGetItem', 'BatchGetItem', 'Query']);
});

test('a page that only asks whether there is something new keeps no session alive', async () => {
  const { cookie, list } = await setup();
  for (let turn = 0; turn < 7; turn += 1) {
    api.advance(5 * minutes);
    await api.request('GET /api/notifications', { cookie });
  }
  const { status } = await api.request('GET /api/notifications', { cookie });
  expect(status).toBe(401);
  expect(await list()).toMatchObject({ reason: 'unauthorized' });
});
