import { beforeAll, expect, test } from 'vitest';

import { hours, minutes } from '#functions/shared/clock.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

/** Where people are unless a test says otherwise, and somewhere else. */
const [home, elsewhere] = ['203.0.113.7', '198.51.100.9'];

/** Somebody who may do everything, for ten minutes. */
async function owner() {
  const person = await api.person();
  return { ...person, cookie: await api.stepUp(person.cookie) };
}

const own = (cookie: string, entries: unknown, more: object = {}) =>
  api.request('PUT /api/user/ip-allowlist', { cookie, body: { entries }, ...more });
const company = (cookie: string, body: object, more: object = {}) =>
  api.request('PUT /api/company/ip-allowlist', {
    cookie,
    body: { mode: 'enforce', scope: 'all', entries: [{ cidr: home }], ...body },
    ...more,
  });
const read = async (cookie: string, ip = home) =>
  (await api.request('GET /api/company/ip-allowlist', { cookie, ip })).body;
const session = (cookie: string, ip: string) => api.request('GET /api/session', { cookie, ip });
const eventsOf = async (accountId: string, type: string) =>
  (await api.events()).filter((event) => event.accountId === accountId && event.type === type);

test("a person's own list lets in whom it names, normalised and said so", async () => {
  const { cookie } = await owner();
  const saved = await own(cookie, [
    '203.0.113.99/24 # office',
    '',
    '# the data centre',
    '2001:DB8::/32\r',
    '203.0.113.0/24',
    '::ffff:203.0.113.5',
  ]);
  expect(saved.body).toEqual({
    entries: ['203.0.113.0/24 # office', '2001:db8::/32', '203.0.113.5'],
    ranges: ['203.0.113.0/24', '2001:db8::/32'],
    version: 1,
    yourAddress: home,
    changes: [
      { line: 0, kind: 'normalised', from: '203.0.113.99/24', to: '203.0.113.0/24' },
      { line: 3, kind: 'normalised', from: '2001:DB8::/32', to: '2001:db8::/32' },
      { line: 4, kind: 'duplicate', from: '203.0.113.0/24', to: '203.0.113.0/24' },
      { line: 5, kind: 'normalised', from: '::ffff:203.0.113.5', to: '203.0.113.5' },
      { line: 5, kind: 'covered', from: '203.0.113.5', to: '203.0.113.0/24' },
    ],
  });
  expect(saved.headers['etag']).toBe('"1"');
  const again = await api.request('GET /api/user/ip-allowlist', { cookie });
  expect(again.body).toEqual({ ...saved.body, changes: [] });
  expect((await session(cookie, '203.0.113.200')).status).toBe(200);
  expect((await session(cookie, '::ffff:203.0.113.200')).status).toBe(200);
  expect((await session(cookie, '2001:db8:5::1')).status).toBe(200);
  const refused = await session(cookie, elsewhere);
  expect([refused.status, refused.body.reason, refused.body.address]).toEqual([
    403,
    'ip-not-allowed',
    elsewhere,
  ]);
  expect(refused.body.detail).toContain(elsewhere);
  expect(refused.body.refusedBy).toEqual({ list: 'own' });
  // Emptied, it restricts nobody.
  expect((await own(cookie, [])).status).toBe(200);
  expect((await session(cookie, elsewhere)).status).toBe(200);
});

test('each bad line has its own error, under its number', async () => {
  const { cookie } = await owner();
  const lines = [
    '10.1.2.3/33',
    '203.0.113.7 # fine',
    '300.1.1.1',
    '0.0.0.0/0',
    '010.0.0.1',
    'fe80::1%eth0',
    '1.2.3.4/8/8',
    'office.example.com',
    '# only a comment',
    `1.2.3.4 # ${'x'.repeat(81)}`,
    '::/0',
    '1.2.3.4\n5.6.7.8',
  ];
  const refused = await own(cookie, lines);
  expect([refused.status, refused.body.reason]).toEqual([400, 'invalid-input']);
  expect(refused.body.errors).toEqual([
    { path: 'entries.0', reason: 'invalid-prefix' },
    { path: 'entries.2', reason: 'invalid-ip' },
    { path: 'entries.3', reason: 'ip-range-too-wide' },
    { path: 'entries.4', reason: 'ip-leading-zeros' },
    { path: 'entries.5', reason: 'ip-zone' },
    { path: 'entries.6', reason: 'invalid-prefix' },
    { path: 'entries.7', reason: 'invalid-ip' },
    { path: 'entries.9', reason: 'too-long' },
    { path: 'entries.10', reason: 'ip-range-too-wide' },
    { path: 'entries.11', reason: 'invalid-ip' },
  ]);
  const many = Array.from({ length: 101 }, (_, index) => `10.0.0.${index}`);
  expect((await own(cookie, many)).body.errors).toEqual([{ path: 'entries', reason: 'too-many' }]);
  const halves = await own(cookie, ['0.0.0.0/1', '128.0.0.0/1']);
  expect(halves.body.errors).toEqual([{ path: 'entries', reason: 'ip-range-too-wide' }]);
});

test('a list that shuts out whoever saves it is refused, with the address that was seen', async () => {
  const { cookie } = await owner();
  const mine = await own(cookie, ['192.0.2.0/24']);
  expect([mine.status, mine.body.reason, mine.body.address]).toEqual([409, 'would-lock-you-out', home]);
  const theirs = await company(cookie, { entries: [{ cidr: '192.0.2.0/24' }] });
  expect([theirs.status, theirs.body.reason, theirs.body.address]).toEqual([409, 'would-lock-you-out', home]);
  expect((await company(cookie, { entries: [] })).body.reason).toBe('would-lock-you-out');
  const ended = [{ cidr: home, expiresAt: new Date(api.now().getTime() - 1).toISOString() }];
  expect((await company(cookie, { entries: ended })).body.reason).toBe('would-lock-you-out');
  // While nothing is enforced a list can be prepared from anywhere.
  expect((await company(cookie, { mode: 'monitor', entries: [{ cidr: '192.0.2.0/24' }] })).status).toBe(200);
});

test('enforcing needs a proof of identity and an admin', async () => {
  const { cookie } = await api.person();
  expect((await company(cookie, {})).body.reason).toBe('step-up-required');
  expect((await own(cookie, [home])).body.reason).toBe('step-up-required');
});

test('enforcement reverts by itself after ten minutes, though nobody asks', async () => {
  const { cookie, accountId } = await owner();
  const began = await company(cookie, { mode: 'enforce' });
  expect(began.body).toMatchObject({ mode: 'enforce', version: 1 });
  expect(Date.parse(began.body.enforcePendingUntil) - api.now().getTime()).toBeLessThanOrEqual(10 * minutes);
  expect(began.body.enforcePendingSeconds).toBe(600);
  const refused = await session(cookie, elsewhere);
  expect(refused.status).toBe(403);
  expect(refused.body.refusedBy).toEqual({ list: 'company', company: expect.any(String), scope: 'all' });
  api.advance(10 * minutes);
  expect((await session(cookie, elsewhere)).status).toBe(200);
  const late = await api.request('POST /api/company/ip-allowlist/confirm', { cookie });
  expect([late.status, late.body.reason]).toEqual([409, 'enforcement-ended']);
  expect(await read(cookie)).toMatchObject({
    mode: 'off',
    enforcePendingUntil: null,
    enforcePendingSeconds: null,
    version: 2,
  });
  expect(await read(cookie)).toMatchObject({ mode: 'off', version: 2 });
  expect(await eventsOf(accountId, 'latchkey.company.ip-enforcement-reverted')).toHaveLength(1);
});

test('an admin at an allowed address confirms it, and nobody else', async () => {
  const { cookie, accountId } = await owner();
  await company(cookie, { entries: [{ cidr: '203.0.113.0/24' }] });
  const confirm = (ip: string) => api.request('POST /api/company/ip-allowlist/confirm', { cookie, ip });
  expect((await confirm(elsewhere)).body.reason).toBe('ip-not-allowed');
  const done = await confirm('203.0.113.55');
  expect(done.body).toMatchObject({ mode: 'enforce', enforcePendingUntil: null, version: 2 });
  expect((await confirm(home)).body.version).toBe(2);
  api.advance(11 * minutes);
  expect((await session(cookie, elsewhere)).status).toBe(403);
  expect(await eventsOf(accountId, 'latchkey.company.ip-enforcement-confirmed')).toHaveLength(1);
});

test('saving again during the trial keeps its end; reaching further begins one', async () => {
  const { cookie } = await owner();
  const first = await company(cookie, { scope: 'sensitive' });
  api.advance(5 * minutes);
  const second = await company(cookie, { scope: 'all' });
  expect(second.body.enforcePendingUntil).toBe(first.body.enforcePendingUntil);
  await api.request('POST /api/company/ip-allowlist/confirm', { cookie });
  const narrower = await company(cookie, { scope: 'sensitive' });
  expect(narrower.body.enforcePendingUntil).toBeNull();
  const wider = await company(cookie, { scope: 'all' });
  expect(wider.body.enforcePendingUntil).not.toBeNull();
  api.advance(10 * minutes);
  expect(await read(cookie)).toMatchObject({ mode: 'enforce', scope: 'sensitive' });
});

test('the scope "sensitive" is what admins do, and what wants a proof', async () => {
  const { cookie } = await owner();
  await company(cookie, { scope: 'sensitive' });
  const from = (route: string, body?: object) => api.request(route, { cookie, ip: elsewhere, body });
  expect((await from('GET /api/session')).status).toBe(200);
  expect((await from('GET /api/user/profile')).status).toBe(200);
  expect((await from('GET /api/company/ip-allowlist')).status).toBe(403);
  expect((await from('PUT /api/user/ip-allowlist', { entries: [] })).status).toBe(403);
  expect((await from('POST /api/user/email-change', { email: 'a@example.test' })).body.reason).toBe(
    'ip-not-allowed',
  );
});

test('monitoring lets everybody in and tells whom it would not have', async () => {
  const { cookie, accountId } = await owner();
  await company(cookie, { mode: 'monitor', entries: [{ cidr: '203.0.113.0/24', label: 'Office' }] });
  for (let request = 0; request < 5; request += 1)
    expect((await session(cookie, elsewhere)).status).toBe(200);
  const seen = 'latchkey.company.ip-would-have-blocked';
  expect(await eventsOf(accountId, seen)).toHaveLength(1);
  expect((await read(cookie)).wouldHaveBlocked).toMatchObject([
    { accountId, name: 'Ada Lovelace', ip: elsewhere, hours: 1 },
  ]);
  api.counter.take();
  await session(cookie, elsewhere);
  expect(api.counter.take().writeUnits).toBe(0);
});

test('an entry lets in until it ends, and tells when it last did', async () => {
  const { cookie } = await owner();
  const expiresAt = new Date(api.now().getTime() + 25 * minutes).toISOString();
  await company(cookie, {
    entries: [
      { cidr: home, label: 'Office' },
      { cidr: '198.51.100.0/24', label: ' Hotel ', expiresAt },
    ],
  });
  await api.request('POST /api/company/ip-allowlist/confirm', { cookie });
  expect((await session(cookie, elsewhere)).status).toBe(200);
  const { entries, ranges } = await read(cookie);
  expect(entries).toMatchObject([
    { cidr: home, label: 'Office', expiresAt: null, addedBy: { name: 'Ada Lovelace' } },
    { cidr: '198.51.100.0/24', label: 'Hotel', expiresAt },
  ]);
  expect(entries.map(({ lastMatchedAt }: any) => lastMatchedAt === null)).toEqual([false, false]);
  expect(ranges).toEqual(['198.51.100.0/24', home]);
  api.advance(25 * minutes);
  expect((await session(cookie, elsewhere)).status).toBe(403);
  expect((await read(cookie)).ranges).toEqual([home]);
});

test('an address can be tried before anything is enforced', async () => {
  const { cookie } = await owner();
  const entries = [
    { cidr: '10.0.0.0/8', label: 'All' },
    { cidr: '10.1.0.0/16', label: 'One' },
  ];
  await company(cookie, { mode: 'off', entries });
  const check = async (ip: string) =>
    (await api.request('POST /api/company/ip-allowlist/check', { cookie, body: { ip } })).body;
  expect(await check('10.1.2.3')).toEqual({
    allowed: true,
    matchedBy: { cidr: '10.1.0.0/16', label: 'One', expiresAt: null },
  });
  expect((await check('::ffff:10.2.0.1')).matchedBy.label).toBe('All');
  expect(await check('192.0.2.1')).toEqual({ allowed: false, matchedBy: null });
  for (const bad of ['10.0.0.0/8', 'office', '010.0.0.1'])
    expect((await check(bad)).errors).toEqual([{ path: 'ip', reason: 'invalid-ip' }]);
});

test('two who save at once: the one who read an older list is told, and sees the newer', async () => {
  const { cookie } = await owner();
  const headers = { 'if-match': '"0"' };
  expect((await company(cookie, { mode: 'off' }, { headers })).status).toBe(200);
  const late = await company(cookie, { mode: 'monitor' }, { headers });
  expect([late.status, late.body.reason, late.body.current.version]).toEqual([412, 'changed-elsewhere', 1]);
  expect((await own(cookie, [home], { headers })).status).toBe(200);
  const mine = await own(cookie, [home, '10.0.0.1'], { headers });
  expect([mine.status, mine.body.current.entries]).toEqual([412, [home]]);
  // Without it each save counts, one after the other.
  const all = await Promise.all([1, 2, 3].map((last) => own(cookie, [home, `10.0.0.${last}`])));
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await api.request('GET /api/user/ip-allowlist', { cookie })).body.version).toBe(4);
});

test('signing in wants an allowed address, and opens another company where one allows it', async () => {
  const { cookie, email, accountId } = await owner();
  await company(cookie, {});
  const body = { email, password };
  const refused = await api.request('POST /api/auth/sign-in', { body, ip: elsewhere });
  expect([refused.status, refused.body.reason, refused.body.address]).toEqual([
    403,
    'ip-not-allowed',
    elsewhere,
  ]);
  expect(refused.cookie).toBeUndefined();
  expect(await eventsOf(accountId, 'latchkey.security.address-refused')).toMatchObject([
    { data: { at: 'sign-in', by: 'company', mail: true }, origin: { ip: elsewhere } },
  ]);
  const { id } = (await api.request('POST /api/companies', { cookie, body: { name: 'Open' } })).body;
  const open = await api.request('POST /api/auth/sign-in', { body, ip: elsewhere });
  expect([open.status, open.cookie?.split('.')[1]]).toEqual([200, id]);
  // From there nobody gets into the first one by switching.
  const restricted = cookie.split('.')[1];
  const into = await api.request('POST /api/session/company', {
    cookie: open.cookie,
    ip: elsewhere,
    body: { companyId: restricted },
  });
  expect(into.body.reason).toBe('ip-not-allowed');
});

test('a stolen cookie at another address is refused and logged; its owner is mailed once a day', async () => {
  const { cookie, accountId } = await owner();
  await own(cookie, [home]);
  const refusals = () => eventsOf(accountId, 'latchkey.security.address-refused');
  for (const route of ['GET /api/session', 'GET /api/user/profile', 'GET /api/company'])
    expect((await api.request(route, { cookie, ip: elsewhere })).status).toBe(403);
  expect((await refusals()).map(({ data }) => data['mail'])).toEqual([true]);
  await session(cookie, '198.51.100.10');
  api.advance(1 * hours);
  await session(cookie, elsewhere);
  expect((await refusals()).map(({ data }) => data['mail'])).toEqual([true, false]);
});

test('of one IPv6 network there is one line in the log', async () => {
  const { cookie, accountId } = await owner();
  await own(cookie, [home]);
  for (let host = 1; host < 5; host += 1) await session(cookie, `2001:db8:bad::${host}`);
  expect(await eventsOf(accountId, 'latchkey.security.address-refused')).toHaveLength(1);
});

test.each([
  ['X-Forwarded-For', home],
  ['X-Forwarded-For', `${home}, 10.0.0.1`],
  ['Forwarded', `for=${home}`],
  ['X-Real-IP', home],
  ['True-Client-IP', home],
  ['CF-Connecting-IP', home],
  ['X-Client-IP', home],
  ['X-Local-Viewer-Address', home],
  ['X-Cluster-Client-IP', home],
])('%s: %s names nobody (incident 9)', async (name, value) => {
  const { cookie } = await owner();
  await own(cookie, [home]);
  const headers = { [name.toLowerCase()]: value };
  const refused = await api.request('GET /api/session', { cookie, ip: elsewhere, headers });
  expect([refused.status, refused.body.address]).toEqual([403, elsewhere]);
});

test('an address that the edge did not attest is none', async () => {
  const { cookie } = await owner();
  await own(cookie, [home]);
  for (const attested of [
    undefined,
    '',
    'unknown',
    `${home}, ${home}:1`,
    `${home}:x`,
    'fe80::1%eth0:44',
    home,
  ]) {
    const headers = { 'cloudfront-viewer-address': attested };
    const refused = await api.request('GET /api/session', { cookie, headers });
    expect([attested, refused.status]).toEqual([attested, 403]);
  }
});

test('a refused request keeps no session alive, and leaves no address with it', async () => {
  const { cookie } = await owner();
  await own(cookie, [home]);
  api.advance(29 * minutes);
  expect((await session(cookie, elsewhere)).status).toBe(403);
  api.advance(2 * minutes);
  expect((await session(cookie, home)).status).toBe(401);
});

test('signing out works from anywhere', async () => {
  const { cookie } = await owner();
  await own(cookie, [home]);
  expect((await api.request('POST /api/auth/sign-out', { cookie, ip: elsewhere })).status).toBe(204);
  expect((await session(cookie, home)).status).toBe(401);
});
