import { beforeAll, expect, test } from 'vitest';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Envelope } from '#events/envelope.ts';
import { days, hours } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { type CodePurpose, deriveCode, linkToken } from '#functions/shared/mailed-code.ts';
import { recordCategories } from '#functions/shared/records/categories.ts';
import { countRecords } from '#functions/shared/records/count-records.ts';
import { putRecords } from '#functions/shared/records/record-store.ts';
import { companyWith } from '#functions/testing/colleagues.ts';
import { pushBrowser } from '#functions/testing/lively-person.ts';
import { beforeStep, memoryDurable } from '#functions/testing/memory-durable.ts';
import { startPipeline } from '#functions/testing/pipeline.ts';
import { residueIn } from '#functions/testing/residue.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { accountKey, pushKey } from '#functions/shared/table.ts';
import { startTestErasure } from '#functions/testing/test-erasure.ts';
import { challengeOf, personWithTwoFactor, signInWith } from '#functions/testing/two-factor.ts';
import { claimAccount } from './claim-account.ts';
import type { Durable } from './durable.ts';
import { eraseAccount } from './erase-account.ts';

let api: TestApi;
let erasure: Awaited<ReturnType<typeof startTestErasure>>;
beforeAll(async () => {
  api = await startTestApi();
  erasure = await startTestErasure(api);
});

const receiptOf = async (number: string) =>
  (await api.request('GET /api/receipts/{number}', { params: { number } })).body;

const residueOf = (...words: string[]) => residueIn(api, words);

/** A person who has used everything that leaves something behind. */
async function livelyPerson() {
  const person = await api.person();
  const phone = '+12025550147';
  const { cookie, email } = person;
  await api.request('PUT /api/user/profile', {
    cookie,
    body: { name: 'Augusta Byron', company: 'Engines', phone, timezone: 'Europe/London' },
  });
  await api.request('PUT /api/user/ip-allowlist', { cookie, body: { entries: ['203.0.113.0/24'] } });
  const texted = await api.request('POST /api/user/phone-confirmation', { cookie });
  expect(texted.status).toBe(202);
  await api.request('POST /api/auth/forgot-password', { body: { email } });
  await api.request('POST /api/auth/sign-in', { body: { email, password: 'wrong words' } });
  await api.request('POST /api/companies', {
    cookie,
    body: { name: 'Second' },
    headers: { 'idempotency-key': `"${newId()}"` },
  });
  return { ...person, phone, name: 'Augusta Byron' };
}

test('nothing of the person is left but what the receipt says, and the address can register anew', async () => {
  const person = await livelyPerson();
  const { email, accountId, cookie, phone, name } = person;
  const pushed = { ...pushKey(accountId), version: 1, browsers: [pushBrowser(api.now().toISOString())] };
  await api.table.client.send(new PutCommand({ TableName: api.table.name, Item: pushed }));
  const own = (await api.events()).filter(
    (event) => event.accountId === accountId && event.companyId === null,
  );
  const moved = async () => (await api.items()).filter(({ pk }) => pk.startsWith('LOG#deleted-')).length;
  const before = await moved();
  const { number } = await erasure.erase({ accountId, cookie });

  expect(await residueOf(email, accountId, phone, name)).toEqual([]);
  expect(await api.pool.findUser(email)).toBeNull();
  expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
  expect(await api.signIn(email)).toBeUndefined();
  const receipt = await receiptOf(number);
  expect(receipt).toMatchObject({ number, kind: 'account', status: 'completed' });
  expect(receipt.stores.map(({ store }: { store: string }) => store)).toEqual([
    'identity',
    'account',
    'companies',
    'records',
    'archive',
    'statistics',
  ]);
  expect(JSON.stringify(receipt)).not.toMatch(new RegExp(`${email}|${accountId}`));
  // It tells the truth of the log: how many lines went, that of the request among them, and how many stay with companies.
  const [, account] = receipt.stores;
  expect(account.deleted).toContainEqual({ category: 'security-log', count: own.length + 1 });
  expect(account.deleted).toContainEqual({ category: 'push-subscriptions', count: 1 });
  const stays = { category: 'audit-log', count: (await moved()) - before, ground: 'rights-of-others' };
  expect(stays.count).toBeGreaterThan(0);
  expect(account.kept).toContainEqual(expect.objectContaining({ ...stays, pseudonymised: true }));

  await api.signUp(email);
  expect(await api.signIn(email)).toBeDefined();
  // The old cookie is nobody's, also with the address in use again.
  expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
});

test('no link or code that was mailed before works afterwards', async () => {
  const { email, accountId, cookie } = await api.person();
  await api.request('POST /api/auth/forgot-password', { body: { email } });
  const reset = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  const stepped = await api.stepUp(cookie);
  const fresh = `${newId()}@example.test`;
  await api.request('POST /api/user/email-change', { cookie: stepped, body: { email: fresh } });
  const change = await api.mailed('latchkey.email.change-requested', 'email-change-confirm');
  const erasureId = await erasure.schedule(stepped);
  const cancel = await api.mailed('latchkey.deletion.scheduled', 'deletion-cancel');
  expect(cancel.event.id).toBe(erasureId);
  await api.request('DELETE /api/user/deletion', { cookie: stepped });
  await erasure.erase({ accountId, cookie: stepped });
  const last = await api.request('POST /api/auth/reset-password', {
    body: { email, code: reset.code, newPassword: 'brand new phrase' },
  });
  expect(last.status).toBe(400);
  const confirm = await api.request('POST /api/auth/email-change/confirm', { body: { token: change.token } });
  expect(confirm.status).toBe(400);
  const late = await api.request('POST /api/auth/deletion/cancel', { body: { token: cancel.token } });
  expect([late.status, late.body.reason]).toEqual([410, 'account-deleted']);
  expect(await residueOf(fresh)).toEqual([]);
});

test('with the address in use again nothing of before opens anything: no cookie, link, code, challenge or browser', async () => {
  const person = await personWithTwoFactor(api);
  const { email, accountId, cookie } = person;
  await api.request('POST /api/auth/forgot-password', { body: { email } });
  const push = { ...pushKey(accountId), version: 1, browsers: [pushBrowser(api.now().toISOString())] };
  await api.table.client.send(new PutCommand({ TableName: api.table.name, Item: push }));
  const change = await api.request('POST /api/user/email-change', {
    cookie,
    body: { email: `${newId()}@example.test` },
  });
  expect(change.status).toBe(202);
  api.advance(25 * hours);
  const again = await signInWith(api, email, { method: 'totp', code: person.code() });
  const challenge = await challengeOf(api, email);
  const events = (await api.events()).filter((event) => event.accountId === accountId);
  const code = person.recoveryCodes[0];
  await erasure.erase({ accountId, cookie: again.cookie ?? '' }, { code: person.recoveryCodes[1] });
  const newcomer = await api.signUp(email);
  const fresh = (await api.signIn(email)) ?? '';

  const ofNewcomer = async () =>
    (await api.items()).filter(({ pk }) => [accountKey(newcomer).pk, `EVENTS#${newcomer}`].includes(pk));
  const before = await ofNewcomer();
  let requests = 0;
  const refused = async (route: string, body: unknown) => {
    requests += 1;
    const { status } = await api.request(route, { body, ip: `198.19.${requests >> 8}.${requests & 255}` });
    // Taking back what is not pending succeeds, and does nothing.
    if (!route.endsWith('/email-change/cancel'))
      expect([route, body, status >= 400]).toEqual([route, body, true]);
  };
  await refused('POST /api/auth/second-factor', { challenge, method: 'totp', code: person.code() });
  await refused('POST /api/auth/second-factor', { challenge, method: 'recovery-code', code });
  for (const old of [cookie, again.cookie])
    expect((await api.request('GET /api/session', { cookie: old })).status).toBe(401);
  const [secret] = await api.deps.readCodeSecret();
  const links = {
    'email-change-confirm': 'POST /api/auth/email-change/confirm',
    'email-change-cancel': 'POST /api/auth/email-change/cancel',
    'email-change-revert': 'POST /api/auth/email-change/revert',
    'recovery-cancel': 'POST /api/auth/recovery/cancel',
    'deletion-cancel': 'POST /api/auth/deletion/cancel',
    'not-me': 'POST /api/auth/not-me',
  } as const;
  for (const { id } of events) {
    for (const [purpose, route] of Object.entries(links)) {
      const token = linkToken(accountId, id, deriveCode(secret, purpose as CodePurpose, id));
      await refused(route, { token });
    }
    const codeOf = (purpose: CodePurpose) => deriveCode(secret, purpose, id);
    await refused('POST /api/auth/reset-password', {
      email,
      code: codeOf('password-reset'),
      newPassword: 'brand new phrase',
    });
    await refused('POST /api/auth/confirm-sign-up', { email, code: codeOf('sign-up') });
  }
  expect(events.length).toBeGreaterThan(7);
  // The account that has the address by now was not touched by any of it.
  expect(await ofNewcomer()).toEqual(before);
  expect((await api.request('GET /api/session', { cookie: fresh })).body.user.id).toBe(newcomer);
  expect(await api.signIn(email)).toBeDefined();
  expect((await api.items()).filter(({ pk }) => pk === push.pk)).toEqual([]);
});

test('a deletion that was cancelled is not carried out, however late it is started', async () => {
  const { accountId, cookie, email } = await api.person();
  const erasureId = await erasure.schedule(cookie);
  await api.request('DELETE /api/user/deletion', { cookie });
  await erasure.start(accountId, erasureId);
  const outcome = await memoryDurable().run((durable) => eraseAccount(durable, erasure.deps, erasureId));
  expect(outcome).toBe('not-wanted');
  expect(await api.signIn(email)).toBeDefined();
  expect((await api.items()).filter(({ pk }) => pk === `ERASURE#${erasureId}`)).toEqual([]);
});

test('a company of others goes on without the person; its log keeps the lines and forgets who it was', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'owner', 'member');
  const [leaver, member] = colleagues;
  await api.request('PATCH /api/company/members/{id}', {
    cookie: leaver.cookie,
    params: { id: member.id },
    body: { role: 'admin' },
  });
  await api.request('POST /api/company/invitations', {
    cookie: leaver.cookie,
    body: { email: 'new@example.test', role: 'member' },
  });
  const before = (await api.request('GET /api/company/audit-log', { cookie: owner.cookie })).body.lines;
  await erasure.erase({ accountId: leaver.id, cookie: leaver.cookie });
  expect(await residueOf(leaver.email, leaver.id)).toEqual([]);
  const cookie = await api.signIn(owner.email);
  const after = (await api.request('GET /api/company/audit-log', { cookie })).body.lines;
  expect(after.length).toBeGreaterThanOrEqual(before.length);
  const company = (await api.request('GET /api/company', { cookie })).body;
  expect(company).toMatchObject({ id: companyId, members: 2, owners: 1 });
  const invitations = (await api.request('GET /api/company/invitations', { cookie })).body;
  expect(invitations.invitations).toHaveLength(1);
});

test('nothing that others were told or see names the person any more: inboxes, what waits, lists, who decided', async () => {
  const { owner, colleagues } = await companyWith(api, 'admin');
  const [leaver] = colleagues;
  // Over the same table, by a client that the API's counting is not on.
  const { endpoint, region, credentials } = api.table.client.config;
  const client = new DynamoDBClient({ endpoint: await endpoint!(), region, credentials });
  const table = { client, tableName: api.table.name };
  const pipeline = await startPipeline({ table, begin: api.now().toISOString() });
  const name = 'Augusta Ada Byron';
  const body = { name, company: null, phone: null, timezone: 'Europe/London' };
  const cookie = await api.stepUp(leaver.cookie);
  await api.request('PUT /api/user/profile', { cookie, body });
  const listed = await api.request('PUT /api/company/ip-allowlist', {
    cookie,
    body: { mode: 'off', scope: 'all', entries: [{ cidr: '203.0.113.0/24', label: 'Office' }] },
  });
  const decided = await api.request('PATCH /api/company/notification-defaults', {
    cookie,
    body: { changes: [{ type: 'membership-changed', channel: 'email', enabled: true, locked: true }] },
  });
  expect([listed.status, decided.status]).toEqual([200, 204]);
  // Collected for the end of the week, so that the mail still waits.
  await pipeline.choose(owner.id, { digests: { company: 'weekly' } });
  const changed = { cookie: owner.cookie, params: { id: leaver.id }, body: { role: 'member' } };
  expect((await api.request('PATCH /api/company/members/{id}', changed)).status).toBe(200);
  pipeline.happened(await api.lastEvent('latchkey.member.role-changed'));
  expect(await pipeline.drain()).toBe(0);
  const [before] = await pipeline.inbox(owner.id);
  expect(before).toMatchObject({ body: `${name} is a member now.`, decisions: { email: { enabled: true } } });
  expect(JSON.stringify(before)).not.toContain('"by"');
  expect(await residueOf(leaver.id, name)).not.toEqual([]);

  // The erasure itself tells the admins, by an event that comes to them when it is long over.
  const recorded: Envelope[] = [];
  const send = async (command: any) => {
    const answer = await api.table.client.send(command);
    for (const { Put } of command.input.TransactItems ?? [])
      if (Put?.Item?.type === 'latchkey.member.left') recorded.push(Put.Item);
    return answer;
  };
  const listening = { table: { name: api.table.name, client: { send } as never } };
  await erasure.erase({ accountId: leaver.id, cookie }, {}, undefined, listening);
  expect(recorded[0]).toMatchObject({ accountId: leaver.id });
  pipeline.happened(recorded[0]!);
  expect(await pipeline.drain()).toBe(0);
  expect(await residueOf(leaver.email, leaver.id, name)).toEqual([]);
  const told = (await pipeline.inbox(owner.id)).map((entry) => entry.body);
  expect(told.toSorted()).toEqual(['Deleted user is a member now.', 'Deleted user left.']);
  const fresh = (await api.signIn(owner.email)) ?? '';
  const { entries } = (await api.request('GET /api/company/ip-allowlist', { cookie: fresh })).body;
  expect(entries).toMatchObject([{ cidr: '203.0.113.0/24', label: 'Office', addedBy: { name: null } }]);
});

test('a company that the person chose goes with the account, and its members are told', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'member');
  const [member] = colleagues;
  await erasure.erase({ accountId: owner.id, cookie: owner.cookie }, { deleteCompanies: [companyId] });
  const told = await api.lastEvent('latchkey.member.removed');
  expect(told).toMatchObject({ accountId: member.id, data: { cause: 'company-deleted' } });
  expect((await api.items()).filter(({ pk }) => pk === `COMPANY#${companyId}`)).toEqual([]);
  // The member goes on in their own company.
  expect(await api.signIn(member.email)).toBeDefined();
});

test('who joins such a company while its records are being erased is told, too, and it goes all the same', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'admin');
  const newcomer = await api.person();
  const erasureId = await erasure.schedule(owner.cookie, { deleteCompanies: [companyId] });
  api.advance(6 * days);
  const admin = (await api.signIn(colleagues[0].email)) ?? '';
  const { cookie } = await api.request('POST /api/session/company', { cookie: admin, body: { companyId } });
  const body = { email: newcomer.email, role: 'member' };
  expect((await api.request('POST /api/company/invitations', { cookie, body })).status).toBe(201);
  const token = await api.invitation();
  api.advance(1 * days);
  await erasure.start(owner.id, erasureId);
  const join = async () => {
    const fresh = await api.signIn(newcomer.email);
    const answer = await api.request('POST /api/auth/invitations/accept', { cookie: fresh, body: { token } });
    expect(answer.status).toBe(200);
  };
  const durable = memoryDurable();
  const steps = (context: Durable) =>
    beforeStep(
      beforeStep(context, `delete ${companyId}`, join),
      'look for the last mail',
      erasure.mailFarewell,
    );
  await durable.run((context) => eraseAccount(steps(context), erasure.deps, erasureId));
  const told = (await api.events()).filter(({ type }) => type === 'latchkey.member.removed');
  expect(told.filter((event) => event.companyId === companyId).map(({ accountId }) => accountId)).toEqual(
    expect.arrayContaining([colleagues[0].id, newcomer.accountId]),
  );
  expect((await api.items()).filter(({ pk }) => pk === `COMPANY#${companyId}`)).toEqual([]);
  expect(await api.signIn(newcomer.email)).toBeDefined();
});

test('where the other owner left within the days of grace, the admin of longest standing becomes the owner', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'owner', 'member', 'admin');
  const [other, , admin] = colleagues;
  const erasureId = await erasure.schedule(owner.cookie);
  await api.request('DELETE /api/company/members/{id}', { cookie: other.cookie, params: { id: other.id } });
  await erasure.start(owner.id, erasureId);
  await memoryDurable().run((durable) => eraseAccount(durable, erasure.deps, erasureId));
  const company = (await api.request('GET /api/company', { cookie: admin.cookie })).body;
  expect(company).toMatchObject({ id: companyId, role: 'owner', owners: 1, members: 2 });
  expect(await api.lastEvent('latchkey.member.role-changed')).toMatchObject({ accountId: admin.id });
});

test('a company that everybody else leaves in the very moment goes with its records, as the receipt says', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'owner');
  const [other] = colleagues;
  const record = { recordId: 'a', at: api.now().toISOString(), data: {} };
  await putRecords(erasure.records, [{ companyId, category: 'transcripts', record }]);
  const erasureId = await erasure.schedule(owner.cookie);
  await erasure.start(owner.id, erasureId);
  const leave = async () => {
    const answer = await api.request('DELETE /api/company/members/{id}', {
      cookie: other.cookie,
      params: { id: other.id },
    });
    expect(answer.status).toBe(204);
  };
  const execution = memoryDurable();
  await execution.run((durable) =>
    eraseAccount(beforeStep(durable, `leave ${companyId}`, leave), erasure.deps, erasureId),
  );
  const number = String(execution.memory.get('/take the account#1'));
  expect((await api.items()).filter(({ pk }) => pk === `COMPANY#${companyId}`)).toEqual([]);
  const left = await countRecords(erasure.records, { companyId, categories: recordCategories });
  expect(left.transcripts).toBe(0);
  const { stores } = await receiptOf(number);
  const deletedOf = (name: string) => stores.find(({ store }: { store: string }) => store === name).deleted;
  expect(deletedOf('companies')).toContainEqual({ category: 'companies', count: 1 });
  expect(deletedOf('records')).toContainEqual({ category: 'transcripts', count: 1 });
});

test('the records of owned companies go, calls into the archive without the people in them, billing stays', async () => {
  const { accountId, cookie } = await api.person();
  const companyId = cookie.split('.')[1] ?? '';
  const at = api.now().toISOString();
  for (const category of recordCategories) {
    const placed = Array.from({ length: 30 }, (_, index) => ({
      companyId,
      category,
      record: {
        recordId: `${category}-${index}`,
        at,
        data: { from: '+12025550123', contact: 'Charles Babbage', durationSeconds: 61, direction: 'inbound' },
      },
    }));
    await putRecords(erasure.records, placed);
  }
  const { number } = await erasure.erase({ accountId, cookie });
  const left = await countRecords(erasure.records, { companyId, categories: recordCategories });
  expect(left).toMatchObject({ 'call-logs': 0, recordings: 0, agents: 0, 'billing-records': 30 });
  const lines = [...erasure.archived.values()].flatMap(({ body }) => body.trim().split('\n'));
  expect(lines).toHaveLength(30);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    call: expect.stringMatching(/^[0-9a-f]{32}$/),
    at,
    direction: 'inbound',
    durationSeconds: 61,
  });
  expect(JSON.stringify([...erasure.archived])).not.toMatch(/\+1202|Babbage/);
  const { stores } = await receiptOf(number);
  const records = stores.find(({ store }: { store: string }) => store === 'records');
  expect(records.deleted).toContainEqual({ category: 'call-logs', count: 30 });
  expect(records.kept).toMatchObject([
    { category: 'billing-records', count: 30, ground: 'legal-obligation' },
  ]);
  const archive = stores.find(({ store }: { store: string }) => store === 'archive');
  expect(archive.kept).toMatchObject([{ category: 'call-logs', count: 30, pseudonymised: true }]);
});

test('nobody signs in while an account is being erased, and it is told so to who would cancel', async () => {
  const { accountId, cookie, email } = await api.person();
  await api.request('POST /api/auth/forgot-password', { body: { email } });
  const reset = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  const moved = `${newId()}@example.test`;
  const asked = { cookie: await api.stepUp(cookie), body: { email: moved } };
  await api.request('POST /api/user/email-change', asked);
  const change = await api.mailed('latchkey.email.change-requested', 'email-change-confirm');
  const erasureId = await erasure.schedule(asked.cookie);
  const cancel = await api.mailed('latchkey.deletion.scheduled', 'deletion-cancel');
  await erasure.start(accountId, erasureId);
  await claimAccount(erasure.deps, erasureId);
  expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
  const signIn = await api.request('POST /api/auth/sign-in', { body: { email, password } });
  expect([signIn.status, signIn.body.reason]).toEqual([403, 'account-disabled']);
  const late = await api.request('POST /api/auth/deletion/cancel', { body: { token: cancel.token } });
  expect([late.status, late.body.reason]).toEqual([409, 'deletion-begun']);
  // What was mailed before finds nobody any more, while the purge may take hours.
  await api.pool.deleteUser(accountId);
  const code = { email, code: reset.code, newPassword: 'brand new phrase' };
  const stale = await api.request('POST /api/auth/reset-password', { body: code });
  expect([stale.status, stale.body.reason]).toEqual([400, 'code-expired']);
  const link = { body: { token: change.token } };
  const confirm = await api.request('POST /api/auth/email-change/confirm', link);
  expect([confirm.status, confirm.body.reason]).toEqual([400, 'invalid-code']);
});
