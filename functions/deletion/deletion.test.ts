import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { days, hours } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import type { RecordCategory } from '#functions/shared/records/categories.ts';
import { putRecords } from '#functions/shared/records/record-store.ts';
import { pushKey } from '#functions/shared/table.ts';
import { companyWith } from '#functions/testing/colleagues.ts';
import { pushBrowser } from '#functions/testing/lively-person.ts';
import { freshCode, personWithTwoFactor, signInWith } from '#functions/testing/two-factor.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const scheduled = 'latchkey.deletion.scheduled';
const ask = (cookie: string, more: Record<string, unknown> = {}) =>
  api.request('POST /api/user/deletion', { cookie, body: { confirmation: 'DELETE', password, ...more } });
const byLink = (token: string) => api.request('POST /api/auth/deletion/cancel', { body: { token } });
const read = async (route: string, cookie: string) => (await api.request(route, { cookie })).body;
const pending = async (cookie: string) => (await read('GET /api/user/deletion', cookie)).pending;

test('a deletion waits for seven days, in which only its own operations serve the account', async () => {
  const { cookie, accountId, email } = await api.person();
  const answer = await ask(cookie);
  expect(answer.status).toBe(202);
  expect(Date.parse(answer.body.purgeAt) - api.now().getTime()).toBeGreaterThan(7 * days - 60_000);
  expect((await read('GET /api/session', cookie)).accountState).toBe('deletion-pending');
  expect((await api.request('GET /api/user/profile', { cookie })).body.reason).toBe('deletion-pending');
  expect(await pending(cookie)).toMatchObject({ purgeAt: answer.body.purgeAt });
  expect(await api.lastEvent(scheduled)).toMatchObject({ accountId, data: { email, companies: [] } });
  // A new sign-in gets as far.
  const again = await api.signIn(email);
  expect(await pending(again!)).not.toBeNull();
});

test('a second request while one is pending is told so', async () => {
  const { cookie } = await api.person();
  const both = await Promise.all([ask(cookie), ask(cookie)]);
  expect(both.map(({ status }) => status).sort()).toEqual([202, 403]);
  expect(both.find(({ status }) => status === 403)?.body.reason).toBe('deletion-pending');
  expect((await ask(cookie)).body.reason).toBe('deletion-pending');
});

test.each([
  ['delete', 'wrong-word'],
  [' DELETE', 'wrong-word'],
  ['DELETE ', 'wrong-word'],
  ['DELETE\n', 'wrong-word'],
  // Cyrillic and full-width letters that look the same.
  ['DЕLETE', 'wrong-word'],
  ['ＤＥＬＥＴＥ', 'wrong-word'],
  ['DELETE\u200b', 'wrong-word'],
  ['', 'required'],
  [7, 'wrong-word'],
  [null, 'wrong-word'],
  [undefined, 'required'],
])('the confirmation %j is refused', async (confirmation, reason) => {
  const { cookie } = await api.person();
  const answer = await ask(cookie, { confirmation });
  expect([answer.status, answer.body.errors]).toEqual([400, [{ path: 'confirmation', reason }]]);
  expect(await pending(cookie)).toBeNull();
});

test('a wrong password deletes nothing, however fresh the step-up', async () => {
  const { cookie } = await api.person();
  const stepped = await api.stepUp(cookie);
  const answer = await ask(stepped, { password: 'somebody elses words' });
  expect([answer.status, answer.body.reason]).toEqual([401, 'invalid-credentials']);
  expect(await pending(stepped)).toBeNull();
});

test('where two-factor is on, the second factor is asked for; a recovery code is used up', async () => {
  const person = await personWithTwoFactor(api);
  api.advance(25 * hours);
  const code = freshCode(api, person.secret);
  const cookie = (await signInWith(api, person.email, { method: 'totp', code })).cookie ?? '';
  expect((await ask(cookie)).body.reason).toBe('second-factor-required');
  expect((await ask(cookie, { code: '000000' })).body.reason).toBe('invalid-code');
  expect((await ask(cookie, { code: person.recoveryCodes[0] })).status).toBe(202);
  expect((await api.lastEvent('latchkey.two-factor.recovery-code-used')).data).toMatchObject({
    purpose: 'deletion',
    codesLeft: 9,
  });
});

test('a factor or an address that is younger than a day deletes nothing', async () => {
  const person = await personWithTwoFactor(api);
  const { cookie } = person;
  const answer = await ask(cookie, { code: person.code() });
  expect([answer.status, answer.body.reason]).toEqual([403, 'factor-too-new']);
  const { blockers, secondFactor } = await read('GET /api/user/deletion/preflight', cookie);
  expect(secondFactor).toBe(true);
  expect(blockers).toMatchObject([{ reason: 'factor-too-new', fixUrl: '/settings/security' }]);
});

test('it is taken back in the page, and by the mailed link, which also works twice', async () => {
  const { cookie } = await api.person();
  await ask(cookie);
  expect((await api.request('DELETE /api/user/deletion', { cookie })).status).toBe(204);
  expect((await api.request('DELETE /api/user/deletion', { cookie })).status).toBe(204);
  expect((await read('GET /api/session', cookie)).accountState).toBe('active');
  await ask(cookie);
  const { token } = await api.mailed(scheduled, 'deletion-cancel');
  expect((await byLink(token)).status).toBe(204);
  expect((await byLink(token)).status).toBe(204);
  expect((await api.request('GET /api/user/profile', { cookie })).status).toBe(200);
  expect((await api.lastEvent('latchkey.deletion.cancelled')).data).toMatchObject({ how: 'link' });
  // Nothing of it is left to fall due.
  expect((await api.items()).filter((item) => String(item['pk']).startsWith('DUE#'))).not.toContainEqual(
    expect.objectContaining({ reference: token.split('.')[1] }),
  );
});

test('a link that is not ours, and one of an earlier deletion, keep nothing', async () => {
  const { cookie } = await api.person();
  await ask(cookie);
  const { token } = await api.mailed(scheduled, 'deletion-cancel');
  expect((await byLink('no.such.token')).body.reason).toBe('invalid-code');
  expect((await byLink(token.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).body.reason).toBe(
    'invalid-code',
  );
  await api.request('DELETE /api/user/deletion', { cookie });
  await ask(cookie);
  expect((await byLink(token)).body.reason).toBe('code-expired');
  expect(await pending(cookie)).not.toBeNull();
});

test('the last owner of a company with members hands it over, or chooses to delete it', async () => {
  const { owner } = await companyWith(api, 'member');
  const preflight = await read('GET /api/user/deletion/preflight', owner.cookie);
  const [blocker] = preflight.blockers;
  expect(blocker).toMatchObject({
    reason: 'last-owner',
    company: { others: 1, willDelete: [{ category: 'companies', count: 1 }], retained: [] },
  });
  expect((await ask(owner.cookie)).body.reason).toBe('last-owner');
  const wrong = await ask(owner.cookie, { deleteCompanies: [newId()] });
  expect(wrong.body.errors).toEqual([{ path: 'deleteCompanies', reason: 'invalid-choice' }]);
  expect((await ask(owner.cookie, { deleteCompanies: [blocker.company.id] })).status).toBe(202);
  expect((await api.lastEvent(scheduled)).data['companies']).toEqual([blocker.company.name]);
});

test('whoever is in a company that goes with the account is told when it is scheduled, and when it stays after all', async () => {
  const { companyId, owner } = await companyWith(api, 'member');
  const told = async () =>
    (await api.events()).filter(
      (event) => event.companyId === companyId && event.type.startsWith('latchkey.company.deletion-'),
    );
  await ask(owner.cookie, { deleteCompanies: [companyId] });
  const { purgeAt } = (await pending(owner.cookie))!;
  const name = expect.any(String);
  expect(await told()).toMatchObject([
    { type: 'latchkey.company.deletion-scheduled', data: { companyName: name, purgeAt } },
  ]);
  await api.request('DELETE /api/user/deletion', { cookie: owner.cookie });
  await api.request('DELETE /api/user/deletion', { cookie: owner.cookie });
  expect((await told()).slice(1)).toMatchObject([
    { type: 'latchkey.company.deletion-cancelled', accountId: owner.id, data: { companyName: name } },
  ]);
  await ask(owner.cookie, { deleteCompanies: [companyId] });
  const { token } = await api.mailed(scheduled, 'deletion-cancel');
  await byLink(token);
  expect((await told()).at(-1)).toMatchObject({
    type: 'latchkey.company.deletion-cancelled',
    actor: { kind: 'anonymous' },
  });
});

test('what is kept is kept until a day that is told beforehand, counted from the day of the purge', async () => {
  const { cookie } = await api.person();
  const { retained } = await read('GET /api/user/deletion/preflight', cookie);
  const days = (category: string) => {
    const { until } = retained.find((kept: { category: string }) => kept.category === category);
    return until === null ? null : Math.round((Date.parse(until) - api.now().getTime()) / 86_400_000);
  };
  const lengths = {
    'call-logs': 7 + 365,
    'billing-records': 7 + 3653,
    backups: 7 + 35,
    'service-logs': 7 + 365,
  };
  for (const [category, length] of Object.entries(lengths))
    expect([category, days(category)]).toEqual([category, length]);
  expect(days('usage-statistics')).toBeNull();
});

test('a company that only this person is in goes with the account, and is said to', async () => {
  const { cookie } = await api.person();
  const preflight = await read('GET /api/user/deletion/preflight', cookie);
  expect(preflight).toMatchObject({ graceDays: 7, blockers: [], companies: [{ others: 0 }] });
  expect(preflight.willDelete).toEqual(
    expect.arrayContaining([
      { category: 'profile', count: 1 },
      { category: 'sessions', count: 1 },
      { category: 'companies', count: 1 },
    ]),
  );
  expect(preflight.retained).toContainEqual(
    expect.objectContaining({ category: 'call-logs', ground: 'legal-obligation', pseudonymised: true }),
  );
  // That it was founded stands in its log, which outlives it.
  expect(preflight.retained).toContainEqual(
    expect.objectContaining({ category: 'audit-log', count: expect.any(Number), ground: 'rights-of-others' }),
  );
});

test('browsers that show notifications are counted, and the lines of the own log apart from those of companies', async () => {
  const { cookie, accountId } = await api.person();
  const push = { ...pushKey(accountId), version: 1, browsers: [pushBrowser(api.now().toISOString())] };
  await api.table.client.send(new PutCommand({ TableName: api.table.name, Item: push }));
  const lines = (await api.events()).filter((event) => event.accountId === accountId);
  const { willDelete, retained } = await read('GET /api/user/deletion/preflight', cookie);
  expect(willDelete).toContainEqual({ category: 'push-subscriptions', count: 1 });
  const shared = lines.filter(({ companyId }) => companyId !== null).length;
  expect(willDelete).toContainEqual({ category: 'security-log', count: lines.length - shared });
  expect(retained).toContainEqual(expect.objectContaining({ category: 'audit-log', count: shared }));
});

const put = (companyId: string, category: RecordCategory, count: number) =>
  putRecords(
    api.records,
    Array.from({ length: count }, () => ({
      companyId,
      category,
      record: { recordId: newId(), at: api.now().toISOString(), data: {} },
    })),
  );

test('what the product keeps for such a company is counted: what goes, and what the law has it keep', async () => {
  const { cookie } = await api.person();
  const companyId = cookie.split('.')[1] ?? '';
  await put(companyId, 'call-logs', 3);
  await put(companyId, 'billing-records', 2);
  const { willDelete, retained } = await read('GET /api/user/deletion/preflight', cookie);
  expect(willDelete).toContainEqual({ category: 'call-logs', count: 3 });
  expect(willDelete.map(({ category }: { category: string }) => category)).not.toContain('billing-records');
  expect(retained).toContainEqual(expect.objectContaining({ category: 'call-logs', count: 3 }));
  expect(retained).toContainEqual(expect.objectContaining({ category: 'billing-records', count: 2 }));
});

test('of a company that goes only where it is chosen, what that would add is told beside it', async () => {
  const { companyId, owner } = await companyWith(api, 'member');
  await put(companyId, 'call-logs', 3);
  await put(companyId, 'agents', 1);
  await put(companyId, 'billing-records', 2);
  const { blockers, willDelete } = await read('GET /api/user/deletion/preflight', owner.cookie);
  expect(willDelete.map(({ category }: { category: string }) => category)).not.toContain('call-logs');
  const { company } = blockers[0];
  expect(company.willDelete).toEqual(
    expect.arrayContaining([
      { category: 'companies', count: 1 },
      { category: 'call-logs', count: 3 },
      { category: 'agents', count: 1 },
    ]),
  );
  expect(company.willDelete).toHaveLength(3);
  expect(company.retained).toEqual(
    expect.arrayContaining([
      { category: 'call-logs', count: 3 },
      { category: 'billing-records', count: 2 },
    ]),
  );
});

test.each(['7', 'R-1', '../../x', '0'.repeat(27)])('the receipt number %j is none', async (number) => {
  const answer = await api.request('GET /api/receipts/{number}', { params: { number } });
  expect([answer.status, answer.body.reason]).toEqual([400, 'invalid-input']);
});

test('a receipt number that nobody was given is not found', async () => {
  expect(
    (await api.request('GET /api/receipts/{number}', { params: { number: '0'.repeat(26) } })).status,
  ).toBe(404);
});
