import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';

import { accountKey } from '#functions/shared/table.ts';
import { startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { profileOperations } from './operations.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain((deps) =>
    profileOperations({ ...deps, settings: { emailChange: 'self-service' } }),
  );
});

const form = { name: 'Ada Lovelace', company: null, phone: null, timezone: 'Europe/London' };
const read = (cookie: string) => chain.request('GET /api/user/profile', { cookie });
const save = (cookie: string, body: unknown, ifMatch?: string) =>
  chain.request('PUT /api/user/profile', { cookie, body, headers: { 'if-match': ifMatch } });

test('the profile is read, saved, and read again as it was saved', async () => {
  const { cookie, accountId } = await chain.person();
  const before = await read(cookie);
  expect([before.status, before.headers['etag']]).toEqual([200, '"1"']);
  expect(before.body).toEqual({
    ...form,
    email: `${accountId}@example.test`,
    timezone: null,
    avatarUrl: null,
    pendingEmail: null,
    version: 1,
    emailChange: 'self-service',
  });

  const wanted = {
    name: 'Ada King',
    company: 'Analytical Engines',
    phone: '+92-300-1234567',
    timezone: 'asia/karachi',
  };
  const saved = await save(cookie, wanted, '"1"');
  expect([saved.status, saved.headers['etag']]).toEqual([200, '"2"']);
  expect(saved.body).toEqual({
    ...before.body,
    ...wanted,
    phone: '+923001234567',
    timezone: 'Asia/Karachi',
    version: 2,
  });
  const after = await read(cookie);
  expect([after.body, after.headers['etag']]).toEqual([saved.body, '"2"']);
});

const kept: [field: string, given: unknown, stored: unknown][] = [
  ['name', 'Jo', 'Jo'],
  ['name', '  Ada Lovelace  ', 'Ada Lovelace'],
  ['name', 'O’Connor-Smith Jr.', 'O’Connor-Smith Jr.'],
  ['name', "Brian O'Neill", "Brian O'Neill"],
  ['name', 'Jose\u0301', 'José'],
  ['name', '李明', '李明'],
  ['name', 'محمد بن سلمان', 'محمد بن سلمان'],
  ['name', 'अनुष्का शर्मा', 'अनुष्का शर्मा'],
  ['name', '𐐷'.repeat(100), '𐐷'.repeat(100)],
  ['company', 'Acme <Corp> & Söhne, 7 GmbH', 'Acme <Corp> & Söhne, 7 GmbH'],
  ['company', '李'.repeat(200), '李'.repeat(200)],
  ['company', '   ', null],
  ['company', '', null],
  ['company', null, null],
  ['company', undefined, null],
  ['phone', '+1 (202) 555-0123', '+12025550123'],
  ['phone', '  ', null],
  ['phone', null, null],
  ['phone', undefined, null],
  ['timezone', 'US/Eastern', 'America/New_York'],
  ['timezone', 'Etc/UTC', 'UTC'],
  ['timezone', 'America/Argentina/Buenos_Aires', 'America/Buenos_Aires'],
  ['timezone', ' Europe/Berlin ', 'Europe/Berlin'],
];

test('what a person may enter is kept in one form', async () => {
  const { cookie } = await chain.person();
  for (const [field, given, stored] of kept) {
    const { status, body } = await save(cookie, { ...form, [field]: given });
    expect([field, given, status, body[field]]).toEqual([field, given, 200, stored]);
  }
});

const huge = 'x'.repeat(100_000);
const refused: [field: string, given: unknown, reason: string, top?: string][] = [
  ['name', undefined, 'required'],
  ['name', null, 'required'],
  ['name', '', 'required'],
  ['name', '   ', 'required'],
  ['name', 'A', 'too-short'],
  ['name', 'a'.repeat(101), 'too-long'],
  ['name', huge, 'too-long'],
  ['name', 'R2 D2', 'invalid-name'],
  ['name', '--', 'invalid-name'],
  ['name', 'Ada\nLovelace', 'invalid-name'],
  ['name', 'Ada\u0000', 'invalid-name'],
  ['name', 'Ada \u202Eecalevol', 'invalid-name'],
  ['name', '<b>Ada</b>', 'invalid-name'],
  ['name', 'Ada 😀', 'invalid-name'],
  ['name', ['Ada'], 'wrong-type'],
  ['name', { first: 'Ada' }, 'wrong-type'],
  ['name', 7, 'wrong-type'],
  ['company', 'x'.repeat(201), 'too-long'],
  ['company', huge, 'too-long'],
  ['company', 'Acme\r\nBcc: everybody@example.test', 'invalid-value'],
  ['company', 'Acme\u0000', 'invalid-value'],
  ['company', ['Acme'], 'wrong-type'],
  ['company', { name: 'Acme' }, 'wrong-type'],
  ['company', 7, 'wrong-type'],
  ['phone', '0300 1234567', 'invalid-phone', 'invalid-phone'],
  ['phone', '+1', 'invalid-phone', 'invalid-phone'],
  ['phone', '+1 202 555', 'invalid-phone', 'invalid-phone'],
  ['phone', '+1-800-FLOWERS', 'invalid-phone', 'invalid-phone'],
  ['phone', '+1 202 555 0123 ext 4', 'invalid-phone', 'invalid-phone'],
  ['phone', '++12025550123', 'invalid-phone', 'invalid-phone'],
  ['phone', '+١٢٠٢٥٥٥٠١٢٣', 'invalid-phone', 'invalid-phone'],
  ['phone', 'tel:+12025550123', 'invalid-phone', 'invalid-phone'],
  ['phone', `+${'1'.repeat(40)}`, 'too-long'],
  ['phone', huge, 'too-long'],
  ['phone', ['+12025550123'], 'wrong-type'],
  ['phone', {}, 'wrong-type'],
  ['phone', 12025550123, 'wrong-type'],
  ['timezone', undefined, 'required'],
  ['timezone', null, 'required'],
  ['timezone', '', 'required'],
  ['timezone', 'Mars/Olympus', 'invalid-timezone'],
  ['timezone', 'Europe', 'invalid-timezone'],
  ['timezone', '+05:30', 'invalid-timezone'],
  ['timezone', 'UTC+5', 'invalid-timezone'],
  ['timezone', '../../etc/passwd', 'invalid-timezone'],
  ['timezone', huge, 'invalid-timezone'],
  ['timezone', ['UTC'], 'wrong-type'],
  ['timezone', {}, 'wrong-type'],
  ['timezone', 0, 'wrong-type'],
  ['email', 'else@example.test', 'use-email-change'],
  ['email', 'nobody', 'invalid-email', 'invalid-email'],
  ['email', null, 'required'],
  ['email', ['ada@example.test', 'eve@example.test'], 'wrong-type'],
  ['email', {}, 'wrong-type'],
  ['email', 7, 'wrong-type'],
];

test('what cannot be kept is refused by field and reason, and nothing is written (ASVS 2.2.2)', async () => {
  const { cookie } = await chain.person();
  const before = await chain.items();
  for (const [field, given, reason, top = 'invalid-input'] of refused) {
    const { status, body } = await save(cookie, { ...form, [field]: given });
    expect([field, given, status, body.reason, body.errors]).toEqual([
      field,
      given,
      400,
      top,
      [{ path: field, reason }],
    ]);
  }
  expect(await chain.items()).toEqual(before);
});

test('text that is no text is refused, not stored in half', async () => {
  const { cookie } = await chain.person();
  for (const raw of ['{"name":"Ada","timezone":"UTC","company":"half \\ud83d"}', '{"\\udc00":1}']) {
    const { status, body } = await chain.request('PUT /api/user/profile', { cookie, raw });
    expect([status, body.reason]).toEqual([400, 'malformed-body']);
  }
});

test('the address may be sent back as it was read, in any case', async () => {
  const { cookie, accountId } = await chain.person();
  const email = `${accountId}@EXAMPLE.test`;
  expect((await save(cookie, { ...form, email })).status).toBe(200);
});

test('what the form does not own is not taken from it (ASVS 15.3.3, CVE-2025-61928)', async () => {
  const { cookie, accountId } = await chain.person();
  const eve = await chain.person();
  const stored = async (id: string) => {
    const key = accountKey(id);
    return (await chain.items()).find(({ pk, sk }) => pk === key.pk && sk === key.sk);
  };
  const [before, eves] = [await stored(accountId), await stored(eve.accountId)];
  const injected = {
    accountId: eve.accountId,
    id: eve.accountId,
    userId: eve.accountId,
    pk: accountKey(eve.accountId).pk,
    role: 'admin',
    state: 'disabled',
    version: 99,
    avatarUrl: 'https://evil.example/x.png',
    pendingEmail: 'x@example.test',
    sessionTimeoutMinutes: null,
  };
  expect((await save(cookie, { ...form, ...injected })).status).toBe(200);
  expect(await stored(accountId)).toEqual({ ...before, timezone: 'Europe/London', version: 2 });
  expect(await stored(eve.accountId)).toEqual(eves);
});

test('of two tabs the second to save is told what the first one saved, and loses nothing', async () => {
  const { cookie } = await chain.person();
  const { etag } = (await read(cookie)).headers as { etag: string };
  expect((await save(cookie, { ...form, company: 'From tab one' }, etag)).status).toBe(200);

  const second = await save(cookie, { ...form, name: 'Ada King' }, etag);
  expect([second.status, second.body.reason]).toEqual([412, 'changed-elsewhere']);
  expect(second.body.current).toEqual((await read(cookie)).body);
  expect(second.body.current).toMatchObject({ name: 'Ada Lovelace', company: 'From tab one', version: 2 });

  const merged = { ...form, name: 'Ada King', company: 'From tab one' };
  const saved = await save(cookie, merged, `"${second.body.current.version}"`);
  expect([saved.status, saved.body.version]).toEqual([200, 3]);
});

test('of tabs that save at the same moment with the same version, one wins and the others are told', async () => {
  const { cookie, accountId } = await chain.person();
  const tabs = Array.from({ length: 10 }, (_, tab) =>
    save(cookie, { ...form, company: `Tab ${tab}` }, '"1"'),
  );
  const answers = await Promise.all(tabs);
  const winners = answers.filter(({ status }) => status === 200);
  expect(winners).toHaveLength(1);
  for (const { status, body } of answers.filter((answer) => !winners.includes(answer))) {
    expect([status, body.reason]).toEqual([412, 'changed-elsewhere']);
    expect(body.current).toEqual(winners[0]?.body);
  }
  expect(await chain.eventsOf(accountId)).toHaveLength(1);
});

test('without If-Match every save counts, over whatever was saved meanwhile; the last one stands', async () => {
  const { cookie, accountId } = await chain.person();
  const saves = Array.from({ length: 12 }, (_, tab) => save(cookie, { ...form, company: `Tab ${tab}` }));
  const answers = await Promise.all(saves);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const stands = (await read(cookie)).body;
  expect(stands.version).toBe(13);
  // Whoever was told the newest version was told what stands.
  expect(answers.map(({ body }) => body)).toContainEqual(stands);
  expect(await chain.eventsOf(accountId)).toHaveLength(12);
});

test('saving what is stored already writes nothing and keeps the version', async () => {
  const { cookie, accountId } = await chain.person();
  await save(cookie, { ...form, phone: '+12025550123' });
  const before = await chain.items();
  chain.counter.take();
  const again = await save(cookie, { ...form, phone: '+1 202 555 0123', name: ' Ada Lovelace ' }, '"2"');
  expect([again.status, again.body.version, again.headers['etag']]).toEqual([200, 2, '"2"']);
  expect(chain.counter.take()).toMatchObject({ calls: ['BatchGetItem'], writeUnits: 0 });
  expect(await chain.items()).toEqual(before);
  expect(await chain.eventsOf(accountId)).toHaveLength(1);
});

test('the event tells which fields changed, who did it and from where, but no value', async () => {
  const { cookie, accountId } = await chain.person();
  await save(cookie, { ...form, company: 'Secret Works', phone: '+12025550123' });
  const [event, ...others] = await chain.eventsOf(accountId);
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    type: 'latchkey.profile.changed',
    accountId,
    companyId: null,
    actor: { kind: 'account', accountId },
    origin: { ip: '203.0.113.7', browser: 'Firefox 141', os: 'Linux', device: 'desktop' },
    data: { fields: ['company', 'phone', 'timezone'] },
  });
  expect(JSON.stringify(event)).not.toMatch(/Secret Works|12025550123|London/);
});

test('reading costs one round trip and at most five read units (DESIGN section 6)', async () => {
  const { cookie } = await chain.person();
  chain.counter.take();
  expect((await read(cookie)).status).toBe(200);
  const { calls, readUnits, writeUnits } = chain.counter.take();
  expect(calls.length).toBeLessThanOrEqual(2);
  expect(readUnits).toBeLessThanOrEqual(5);
  expect(writeUnits).toBe(0);
});

test('a change costs two round trips in all and at most six write units (DESIGN section 6)', async () => {
  const { cookie } = await chain.person();
  chain.counter.take();
  const full = { name: '李'.repeat(100), company: '李'.repeat(200), phone: '+12025550123', timezone: 'UTC' };
  expect((await save(cookie, full)).status).toBe(200);
  const { calls, readUnits, writeUnits } = chain.counter.take();
  expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems']);
  expect(readUnits).toBeLessThanOrEqual(5);
  expect(writeUnits).toBeGreaterThan(0);
  expect(writeUnits).toBeLessThanOrEqual(6);
});

test('without If-Match a change that comes between reading and writing keeps what the form does not own', async () => {
  const { cookie, accountId } = await chain.person();
  chain.interfere(async () => {
    await chain.set(accountKey(accountId), 'avatarUrl', '/avatars/new.png');
    await chain.set(accountKey(accountId), 'version', 2);
  });
  const saved = await save(cookie, { ...form, company: 'Mine' });
  expect([saved.status, saved.body.version]).toEqual([200, 3]);
  expect((await read(cookie)).body).toMatchObject({
    company: 'Mine',
    avatarUrl: '/avatars/new.png',
    version: 3,
  });
});

test('with If-Match a change that comes between reading and writing is told', async () => {
  const { cookie, accountId } = await chain.person();
  chain.interfere(() => chain.set(accountKey(accountId), 'version', 2));
  const saved = await save(cookie, { ...form, company: 'Mine' }, '"1"');
  expect([saved.status, saved.body.current.version]).toEqual([412, 2]);
  expect(await chain.eventsOf(accountId)).toEqual([]);
});

test('an account that is gone between reading and writing is not brought back', async () => {
  const { cookie, accountId } = await chain.person();
  const Key = { ...accountKey(accountId) };
  chain.interfere(() => chain.table.client.send(new DeleteCommand({ TableName: chain.table.name, Key })));
  expect((await save(cookie, { ...form, company: 'Mine' })).status).toBe(401);
  expect((await chain.items()).filter(({ pk, sk }) => pk === Key.pk && sk === Key.sk)).toEqual([]);
  expect(await chain.eventsOf(accountId)).toEqual([]);
});
