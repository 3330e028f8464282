import { beforeAll, beforeEach, expect, test } from 'vitest';

import { addMember } from '#functions/shared/company-writes.ts';
import { minutes } from '#functions/shared/clock.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { type Colleague, companyWith } from '#functions/testing/colleagues.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
// Past the windows in which calls of one address are counted.
beforeEach(() => {
  api.advance(10 * minutes);
});

const roster = async ({ cookie }: { cookie: string }) =>
  (await api.request('GET /api/company/members', { cookie })).body.members as Record<string, unknown>[];
const give = (by: Colleague, member: { id: string }, role: string) =>
  api.request('PATCH /api/company/members/{id}', {
    cookie: by.cookie,
    params: { id: member.id },
    body: { role },
  });
const remove = (by: Colleague, member: { id: string }) =>
  api.request('DELETE /api/company/members/{id}', { cookie: by.cookie, params: { id: member.id } });
const reset = (by: Colleague, member: { id: string }) =>
  api.request('POST /api/company/members/{id}/password-reset', {
    cookie: by.cookie,
    params: { id: member.id },
  });
const company = async ({ cookie }: { cookie: string }) =>
  (await api.request('GET /api/company', { cookie })).body;

test('the roster shows who is in the company; when they were last seen is for admins (ASVS 8.2.3)', async () => {
  const { owner, colleagues } = await companyWith(api, 'admin', 'member');
  const [admin, member] = colleagues;
  const seen = await roster(owner);
  expect(seen).toHaveLength(3);
  expect(seen.find(({ id }) => id === owner.id)).toMatchObject({
    name: 'Ada Lovelace',
    email: owner.email,
    role: 'owner',
    avatarUrl: null,
    lastSeenAt: expect.any(String),
  });
  expect((await roster(member)).filter(({ lastSeenAt }) => lastSeenAt !== null)).toEqual([]);
  expect((await roster(admin)).find(({ id }) => id === owner.id)).toMatchObject({
    lastSeenAt: expect.any(String),
  });
  expect(await company(member)).toMatchObject({ role: 'member', members: 3, owners: 1 });
});

test('roles are given; the member is told by mail, and the new role counts at once (ASVS 8.3.2)', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'member');
  const [member] = colleagues;
  expect((await give(member, owner, 'member')).body.reason).toBe('forbidden');
  const changed = await give(owner, member, 'admin');
  expect([changed.status, changed.body.role, changed.body.id]).toEqual([200, 'admin', member.id]);
  expect(await company(member)).toMatchObject({ role: 'admin' });
  expect(await api.lastEvent('latchkey.member.role-changed')).toMatchObject({
    accountId: member.id,
    companyId,
    actor: { kind: 'account', accountId: owner.id },
    data: { email: member.email, role: 'admin', oldRole: 'member' },
  });
  expect((await give(owner, member, 'admin')).status).toBe(200);
});

test('an admin neither makes an owner nor touches one', async () => {
  const { owner, colleagues } = await companyWith(api, 'admin', 'admin', 'member');
  const [admin, other, member] = colleagues;
  for (const refused of [
    await give(admin, member, 'owner'),
    await give(admin, admin, 'owner'),
    await give(admin, owner, 'member'),
    await remove(admin, owner),
  ])
    expect([refused.status, refused.body.reason]).toEqual([403, 'forbidden']);
  expect((await give(admin, other, 'member')).status).toBe(200);
  expect((await remove(admin, member)).status).toBe(204);
  expect(await company(owner)).toMatchObject({ members: 3, owners: 1 });
});

test('ownership is handed over; the last owner neither steps down, leaves, nor is removed', async () => {
  const { owner, colleagues } = await companyWith(api, 'member');
  const [heir] = colleagues;
  await api.request('POST /api/companies', { cookie: owner.cookie, body: { name: 'Somewhere to go' } });
  for (const refused of [await give(owner, owner, 'member'), await remove(owner, owner)])
    expect([refused.status, refused.body.reason]).toEqual([409, 'last-owner']);
  expect((await give(owner, heir, 'owner')).status).toBe(200);
  expect((await give(owner, owner, 'member')).body).toMatchObject({ role: 'member' });
  expect(await company(heir)).toMatchObject({ role: 'owner', owners: 1 });
  expect((await give(heir, heir, 'admin')).body.reason).toBe('last-owner');
});

test('a removed member is out with the next request, told why, and goes on in a company of their own', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'admin');
  const [admin] = colleagues;
  expect((await remove(owner, admin)).status).toBe(204);
  const next = await give(admin, owner, 'member');
  expect([next.status, next.body.reason]).toEqual([403, 'membership-ended']);
  expect(await company({ cookie: next.cookie ?? '' })).toMatchObject({ role: 'owner', members: 1 });
  expect((await remove(owner, admin)).status).toBe(404);
  expect(await api.lastEvent('latchkey.member.removed')).toMatchObject({
    accountId: admin.id,
    companyId,
    data: { email: admin.email, cause: 'removed' },
  });
  const back = await api.request('POST /api/session/company', {
    cookie: next.cookie,
    body: { companyId },
  });
  expect(back.status).toBe(404);
});

test('leaving takes the session to another company; one’s only company is not left', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'member');
  const [member] = colleagues;
  const left = await remove(member, member);
  expect(left.status).toBe(204);
  const now = await company({ cookie: left.cookie ?? '' });
  expect(now).toMatchObject({ role: 'owner' });
  expect(now.id).not.toBe(companyId);
  expect(await company(owner)).toMatchObject({ members: 1 });
  expect(await api.lastEvent('latchkey.member.left')).toMatchObject({ accountId: member.id, companyId });

  const second = await companyWith(api, 'owner');
  const [coOwner] = second.colleagues;
  // Alone in their own company, they leave that one by handing it over or deleting it.
  expect((await remove(second.owner, second.owner)).body.reason).toBe('last-company');
  expect((await remove(coOwner, coOwner)).status).toBe(204);
});

test('two sessions that leave a person’s two companies at once: one stays', async () => {
  const { companyId, colleagues } = await companyWith(api, 'member', 'owner');
  const [leaver, elsewhere] = colleagues;
  // The leaver's own company gets a second owner, so that they may leave both.
  const own = (await api.request('GET /api/companies', { cookie: leaver.cookie })).body.companies.find(
    ({ id }: { id: string }) => id !== companyId,
  ).id as string;
  const joinedAt = api.now().toISOString();
  const membership = {
    companyId: own,
    accountId: elsewhere.id,
    role: 'owner',
    joinedAt,
    lastSeenAt: null,
  } as const;
  await commit(api.table, addMember(api.table.name, membership));
  const second = (await api.signIn(leaver.email)) ?? '';
  const inOwn = await api.request('POST /api/session/company', {
    cookie: second,
    body: { companyId: own },
  });
  const answers = await Promise.all([
    remove(leaver, leaver),
    remove({ ...leaver, cookie: inOwn.cookie ?? '' }, leaver),
  ]);
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  const held = (await api.signIn(leaver.email)) ?? '';
  expect((await api.request('GET /api/companies', { cookie: held })).body.companies).toHaveLength(1);
});

test('an admin has the reset link sent to a member, who is told by whom; the admin learns nothing', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'admin', 'member');
  const [admin, member] = colleagues;
  const sent = await reset(admin, member);
  expect([sent.status, sent.body]).toEqual([202, undefined]);
  const { code, event } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  expect(event).toMatchObject({
    accountId: member.id,
    companyId,
    actor: { kind: 'account', accountId: admin.id },
    data: { email: member.email, cause: 'sent-by-admin', admin: { name: 'Ada Lovelace' } },
  });
  const body = { email: member.email, code, newPassword: 'a brand new phrase' };
  expect((await api.request('POST /api/auth/reset-password', { body })).status).toBe(204);
  expect((await reset(member, owner)).status).toBe(401);
});

test('reset mails that admins have sent count as the mails which anybody can ask for', async () => {
  const { owner, colleagues } = await companyWith(api, 'member');
  const answers = [];
  for (let mail = 0; mail < 11; mail += 1) answers.push(await reset(owner, colleagues[0]));
  // The mail of signing up was the first of the ten.
  expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 9 }, () => 202), 429, 429]);
  expect(answers.at(-1)?.headers['retry-after']).toBeDefined();
});

test('a company is deleted with its members, who are told; each goes on in another company', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'owner', 'admin', 'member');
  const proven = () => api.stepUp(owner.cookie);
  const cookie = await proven();
  const only = await api.request('DELETE /api/company', { cookie });
  expect([only.status, only.body.reason]).toEqual([409, 'last-company']);
  await api.request('POST /api/companies', { cookie, body: { name: 'What comes next' } });
  expect((await api.request('DELETE /api/company', { cookie: colleagues[1].cookie })).status).toBe(403);

  const deleted = await api.request('DELETE /api/company', { cookie });
  expect(deleted.status).toBe(204);
  expect(await company({ cookie: deleted.cookie ?? '' })).toMatchObject({ name: 'What comes next' });
  expect((await api.items()).filter(({ pk }) => pk === `COMPANY#${companyId}`)).toEqual([]);
  const told = (await api.events()).filter(
    (event) => event.type === 'latchkey.member.removed' && event.companyId === companyId,
  );
  expect(told.map(({ accountId }) => accountId).sort()).toEqual(colleagues.map(({ id }) => id).sort());
  for (const { cookie: held } of colleagues) {
    const next = await api.request('GET /api/session', { cookie: held });
    expect(next.body.reason).toBe('membership-ended');
    const moved = await api.request('GET /api/session', { cookie: next.cookie });
    expect(moved.body.companies).toHaveLength(1);
  }
});

test('of more members than one transaction takes, all are removed', async () => {
  const { owner, companyId } = await companyWith(api);
  const joinedAt = api.now().toISOString();
  for (let index = 0; index < 70; index += 1) {
    const accountId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    await commit(
      api.table,
      addMember(api.table.name, { companyId, accountId, role: 'member', joinedAt, lastSeenAt: null }),
    );
  }
  const cookie = await api.stepUp(owner.cookie);
  await api.request('POST /api/companies', { cookie, body: { name: 'What comes next' } });
  expect((await api.request('DELETE /api/company', { cookie })).status).toBe(204);
  expect((await api.items()).filter(({ pk }) => pk === `COMPANY#${companyId}`)).toEqual([]);
});

test('the roster costs one query and one read besides authentication; a change of role one transaction', async () => {
  const { owner, colleagues } = await companyWith(api, 'member');
  api.counter.take();
  await roster(owner);
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'Query', 'BatchGetItem']);
  await give(owner, colleagues[0], 'admin');
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'BatchGetItem', 'TransactWriteItems']);
});
