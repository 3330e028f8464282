import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';

import { hours, minutes } from '#functions/shared/clock.ts';
import { companyKey, membershipKey } from '#functions/shared/table.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const session = (cookie: string) => api.request('GET /api/session', { cookie });
const found = async (cookie: string, name: string): Promise<string> =>
  (await api.request('POST /api/companies', { cookie, body: { name } })).body.id;
const switchTo = (cookie: string, companyId: string) =>
  api.request('POST /api/session/company', { cookie, body: { companyId } });
const rename = (cookie: string, name: string, headers = {}) =>
  api.request('PATCH /api/company', { cookie, body: { name }, headers });
const remove = (Key: { pk: string; sk: string }) =>
  api.table.client.send(new DeleteCommand({ TableName: api.table.name, Key: { ...Key } }));

test('a founder owns the company, stays where they are, and finds it in the list', async () => {
  const { cookie, accountId } = await api.person();
  const id = await found(cookie, '  Analytical Engines ');
  const { body } = await session(cookie);
  expect(body.company.name).toBe('Ada Lovelace’s company');
  expect(body.companies).toContainEqual({ id, name: 'Analytical Engines', role: 'owner' });
  expect((await api.request('GET /api/companies', { cookie })).body.companies).toEqual(body.companies);
  expect(await api.lastEvent('latchkey.company.created')).toMatchObject({
    accountId,
    companyId: id,
    data: { companyName: 'Analytical Engines' },
  });
});

test('the same key founds one company', async () => {
  const { cookie } = await api.person();
  const twice = { cookie, body: { name: 'Once' }, headers: { 'idempotency-key': 'a-key-of-this-very-test' } };
  const first = await api.request('POST /api/companies', twice);
  expect((await api.request('POST /api/companies', twice)).body).toEqual(first.body);
  expect((await session(cookie)).body.companies).toHaveLength(2);
});

test.each([
  ['', 'required'],
  ['   ', 'required'],
  ['x'.repeat(201), 'too-long'],
  ['two\nlines', 'invalid-value'],
  ['dna\u202Etxt', 'invalid-value'],
])('%j is no company name', async (name, reason) => {
  const { cookie } = await api.person();
  const answer = await api.request('POST /api/companies', { cookie, body: { name } });
  expect([answer.status, answer.body.errors]).toEqual([400, [{ path: 'name', reason }]]);
});

test('switching rotates the secret, keeps the session, and is where the next sign-in goes (ASVS 7.2.4)', async () => {
  const { cookie, email } = await api.person();
  const id = await found(cookie, 'Elsewhere');
  const switched = await switchTo(cookie, id);
  expect(switched.body).toEqual({ company: { id, name: 'Elsewhere', role: 'owner' } });
  const [, companyId, secret] = switched.cookie?.split('.') ?? [];
  expect(companyId).toBe(id);
  expect(cookie).not.toContain(secret);
  expect((await session(switched.cookie ?? '')).body.company.name).toBe('Elsewhere');
  // Requests already under way in other tabs are answered; then the earlier secret opens nothing.
  expect((await session(cookie)).status).toBe(200);
  api.advance(11_000);
  expect((await session(cookie)).status).toBe(401);
  const next = (await api.signIn(email)) ?? '';
  expect((await session(next)).body.company.id).toBe(id);
});

test('nobody switches to a company of others, or to none', async () => {
  const [ada, eve] = [await api.person(), await api.person()];
  const [, evesCompany = ''] = eve.cookie.split('.');
  for (const companyId of [evesCompany, 'nonsense', 'x#COMPANY']) {
    const answer = await switchTo(ada.cookie, companyId);
    expect([answer.status, answer.body.reason, answer.cookie]).toEqual([404, 'not-found', undefined]);
  }
  expect((await session(ada.cookie)).status).toBe(200);
});

test('a company is renamed once for each version that was read', async () => {
  const { cookie } = await api.person();
  const read = await api.request('GET /api/company', { cookie });
  expect(read.body).toMatchObject({ role: 'owner', members: 1, owners: 1, version: 1 });
  const etag = String(read.headers['etag']);
  const renamed = await rename(cookie, 'First', { 'if-match': etag });
  expect([renamed.status, renamed.body.name, renamed.headers['etag']]).toEqual([200, 'First', '"2"']);
  const late = await rename(cookie, 'Second', { 'if-match': etag });
  expect([late.status, late.body.reason, late.body.current.name]).toEqual([
    412,
    'changed-elsewhere',
    'First',
  ]);
  const both = await Promise.all([rename(cookie, 'Third'), rename(cookie, 'Fourth')]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect((await api.request('GET /api/company', { cookie })).body.version).toBe(4);
  expect((await api.lastEvent('latchkey.company.renamed')).data['oldName']).toMatch(/First|Third|Fourth/);
});

test('a session whose company is lost is told so once, and goes on in another', async () => {
  const { cookie, accountId } = await api.person();
  const [, first = ''] = cookie.split('.');
  const second = await found(cookie, 'Second home');
  const inSecond = (await switchTo(cookie, second)).cookie ?? '';
  await remove(membershipKey(second, accountId));

  // All of a page's requests at once: none is carried out, one of them brings the cookie.
  const lost = await Promise.all(Array.from({ length: 5 }, () => rename(inSecond, 'Mine all the same')));
  for (const { status, body } of lost) expect([status, body.reason]).toEqual([403, 'membership-ended']);
  const cookies = lost.flatMap((answer) => answer.cookie ?? []);
  expect(cookies).toHaveLength(1);
  const { body } = await session(cookies[0] ?? '');
  expect(body.company.id).toBe(first);
  expect(body.companies.map(({ id }: { id: string }) => id)).toEqual([first]);
  expect(await api.lastEvent('latchkey.session.company-switched')).toMatchObject({
    actor: { kind: 'system' },
    data: { cause: 'membership-ended', fromCompanyId: second },
  });
});

test('whoever has lost every company gets one of their own, one only, and is never locked out', async () => {
  const { cookie, email, accountId } = await api.person();
  const [, only = ''] = cookie.split('.');
  await remove(membershipKey(only, accountId));
  await remove(companyKey(only));
  const [asked, ...signedIn] = await Promise.all([
    session(cookie),
    ...Array.from({ length: 5 }, () => api.signIn(email)),
  ]);
  expect([asked.status, asked.body.reason]).toEqual([403, 'membership-ended']);
  const companies = await Promise.all(
    [asked.cookie, ...signedIn].map(async (held) => (await session(held ?? '')).body.companies),
  );
  for (const listed of companies) {
    expect(listed).toEqual([{ id: listed[0].id, name: 'Ada Lovelace’s company', role: 'owner' }]);
    expect(listed).toEqual(companies[0]);
  }
});

test('a stolen cookie is not renewed at an address that the person’s list does not allow', async () => {
  const { cookie, accountId, email } = await api.person();
  const second = await found(cookie, 'Second home');
  const entries = ['203.0.113.0/24'];
  await api.request('PUT /api/user/ip-allowlist', { cookie: await api.stepUp(cookie), body: { entries } });
  const inSecond = (await switchTo((await api.signIn(email)) ?? '', second)).cookie ?? '';
  await remove(membershipKey(second, accountId));
  const stolen = await api.request('GET /api/session', { cookie: inSecond, ip: '198.51.100.66' });
  expect([stolen.status, stolen.body.reason, stolen.cookie]).toEqual([403, 'ip-not-allowed', undefined]);
  const own = await session(inSecond);
  expect([own.body.reason, own.cookie?.startsWith(accountId)]).toEqual(['membership-ended', true]);
});

test('signing out works without a company', async () => {
  const { cookie, accountId } = await api.person();
  const [, only = ''] = cookie.split('.');
  await remove(membershipKey(only, accountId));
  expect((await api.request('POST /api/auth/sign-out', { cookie })).status).toBe(204);
  expect((await session(cookie)).status).toBe(401);
});

test('when a member was last seen is written once an hour', async () => {
  const { cookie } = await api.person();
  const writes = async () => {
    api.counter.take();
    expect((await session(cookie)).status).toBe(200);
    return api.counter.take().calls.filter((call) => call === 'UpdateItem').length;
  };
  const seen: number[] = [];
  for (const wait of [0, 29, 29, 2, 1].map((count) => count * minutes)) {
    api.advance(wait);
    seen.push(await writes());
  }
  expect(seen).toEqual([0, 1, 1, 2, 1]);
  api.advance(hours / 2 - minutes);
  expect(await writes()).toBe(1);
});
