import { beforeAll, beforeEach, expect, test } from 'vitest';

import { days, minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
// Past the windows in which calls of one address are counted.
beforeEach(() => {
  api.advance(10 * minutes);
});

const read = (cookie: string | undefined, query: Record<string, string> = {}) =>
  api.request('GET /api/company/audit-log', { cookie, query });
const rename = (cookie: string, name: string) =>
  api.request('PATCH /api/company', { cookie, body: { name } });
const invite = (cookie: string, email: string) =>
  api.request('POST /api/company/invitations', { cookie, body: { email, role: 'member' } });
const typesOf = (lines: { type: string }[]) => lines.map(({ type }) => type.replace('latchkey.', ''));

test('tells what happened in the company, newest first, by whom, about whom and from where', async () => {
  const { cookie, accountId, email } = await api.person();
  await rename(cookie, 'Analytical Engines');
  await invite(cookie, 'grace@example.test');
  const { lines, next } = (await read(cookie)).body;
  expect(next).toBeNull();
  expect(typesOf(lines)).toEqual(['member.invited', 'company.renamed', 'session.started', 'account.created']);
  const ada = { id: accountId, name: 'Ada Lovelace', email };
  expect(lines[0]).toMatchObject({
    kind: 'members',
    by: { kind: 'account', ...ada },
    about: ada,
    ip: '203.0.113.7',
    browser: 'Firefox 141',
    details: { email: 'grace@example.test', role: 'member' },
  });
  expect(lines[1]).toMatchObject({ kind: 'company', details: { companyName: 'Analytical Engines' } });
  for (const line of lines) expect(line.details).not.toHaveProperty('timezone');
});

test('what is about IP restrictions is found under them', async () => {
  const { cookie } = await api.person();
  const body = { mode: 'monitor', scope: 'all', entries: [{ cidr: '203.0.113.7' }] };
  const saved = await api.request('PUT /api/company/ip-allowlist', {
    cookie: await api.stepUp(cookie),
    body,
  });
  expect(saved.status).toBe(200);
  const { lines } = (await read(saved.cookie ?? cookie, { kind: 'ip-restrictions' })).body;
  expect(typesOf(lines)).toEqual(['company.ip-allowlist-changed']);
});

test('each company has its own, and only its admins read it', async () => {
  const { cookie } = await api.person();
  const first = cookie.split('.')[1] ?? '';
  const id = (await api.request('POST /api/companies', { cookie, body: { name: 'Another' } })).body.id;
  const inSecond = (await api.request('POST /api/session/company', { cookie, body: { companyId: id } }))
    .cookie;
  await rename(inSecond ?? '', 'Renamed');
  expect(typesOf((await read(inSecond)).body.lines)).toEqual([
    'company.renamed',
    'session.company-switched',
    'company.created',
  ]);
  const eve = await api.person();
  const { lines } = (await read(eve.cookie)).body;
  expect(JSON.stringify(lines)).not.toContain(id);
  expect(JSON.stringify(lines)).not.toContain(first);
});

test('is filtered by kind, type, actor and days, and paged without losing a line', async () => {
  const { cookie, accountId, email } = await api.person();
  for (let turn = 0; turn < 30; turn += 1) await rename(cookie, `Name ${turn}`);
  const renames = { type: 'latchkey.company.renamed' };
  const first = (await read(cookie, renames)).body;
  const second = (await read(cookie, { ...renames, cursor: first.next })).body;
  expect([first.lines.length, second.lines.length, second.next]).toEqual([25, 5, null]);
  const ids = [...first.lines, ...second.lines].map(({ id }: { id: string }) => id);
  expect(ids).toEqual(ids.toSorted().toReversed());
  expect((await read(cookie, { kind: 'sign-in' })).body.lines).toHaveLength(1);
  expect((await read(cookie, { kind: 'company', actor: accountId })).body.lines).toHaveLength(25);
  expect((await read(cookie, { actor: newId() })).body.lines).toEqual([]);

  api.advance(2 * days);
  const later = (await api.signIn(email)) ?? '';
  const today = api.now().toISOString().slice(0, 10);
  expect(typesOf((await read(later, { from: today, to: today })).body.lines)).toEqual(['session.started']);
});

test.each([
  ['kind', 'everything'],
  ['type', 'x'],
  ['from', 'yesterday'],
  ['cursor', 'x'],
  ['format', 'xlsx'],
])('names a wrong %s', async (field, value) => {
  const { cookie } = await api.person();
  const { status, body } = await read(cookie, { [field]: value });
  expect([status, body.errors[0].path]).toEqual([400, field]);
});

test('as CSV: all lines, with no cell that a spreadsheet would run', async () => {
  const { cookie } = await api.person();
  for (let turn = 0; turn < 30; turn += 1) await rename(cookie, `=HYPERLINK("https://x.example/${turn}")`);
  const answer = await read(cookie, { format: 'csv', kind: 'company' });
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="audit-log.csv"',
  });
  const rows: string[] = String(answer.body).trimEnd().split('\r\n');
  expect(rows).toHaveLength(31);
  for (const row of rows) for (const cell of row.split('","')) expect(cell).not.toMatch(/^"?[=+@-]/);
});

test('who has left is called as the log called them then, not as they are called today', async () => {
  const { cookie } = await api.person();
  const companyId = cookie.split('.')[1];
  const grace = await api.person();
  await invite(cookie, grace.email);
  const invited = await api.invitation();
  const joined = await api.request('POST /api/auth/invitations/accept', {
    cookie: grace.cookie,
    body: { token: invited },
  });
  await api.request('DELETE /api/company/members/{id}', { cookie, params: { id: grace.accountId } });
  const out = (await api.request('GET /api/session', { cookie: joined.cookie })).cookie;
  await api.request('PUT /api/user/profile', {
    cookie: out,
    body: { name: 'Secret New Name', company: null, phone: null, timezone: 'Europe/Berlin' },
  });
  const { lines } = (await read(cookie, { kind: 'members' })).body;
  expect(lines.map(({ about }: { about: { name: string } }) => about.name)).not.toContain('Secret New Name');
  expect(lines.find(({ type }: { type: string }) => type === 'latchkey.member.joined')).toMatchObject({
    about: { id: grace.accountId, name: 'Ada Lovelace', email: grace.email },
    by: { kind: 'account', name: 'Ada Lovelace' },
  });
  expect(companyId).toBeDefined();
});

test('a page costs one query and one read besides authentication', async () => {
  const { cookie } = await api.person();
  await rename(cookie, 'Something');
  api.counter.take();
  await read(cookie);
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'Query', 'BatchGetItem']);
});
