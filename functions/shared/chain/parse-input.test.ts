import * as v from 'valibot';
import { beforeAll, beforeEach, expect, test } from 'vitest';

import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { emailSchema, nameSchema, phoneInputSchema } from '../fields.ts';
import { maxJsonBytes } from './parse-input.ts';

let chain: TestChain;
const parsed: unknown[] = [];
beforeAll(async () => {
  const body = v.object({ email: emailSchema, name: nameSchema, phone: phoneInputSchema });
  const nested = v.object({
    entries: v.array(v.object({ cidr: v.pipe(v.string(), v.maxLength(5, 'too-long')) })),
  });
  const note = (call: { body: unknown }) => {
    parsed.push(call.body);
    return Promise.resolve({ ok: true } as const);
  };
  chain = await startTestChain([
    operation({ id: 'json', path: '/api/json', body }, note),
    operation({ id: 'nested', path: '/api/nested', body: nested }, note),
    operation(
      { id: 'bytes', path: '/api/bytes', binaryBody: { contentTypes: ['image/png'], maxBytes: 8 } },
      (call) => {
        parsed.push([...call.bytes]);
        return Promise.resolve({ ok: true });
      },
    ),
    operation({ id: 'none', path: '/api/none' }, note),
  ]);
});
beforeEach(() => {
  parsed.length = 0;
});

const good = { email: ' Ada@Example.test ', name: 'Ada Lovelace', phone: null };
const known = { email: 'ada@example.test', name: 'Ada Lovelace', phone: null };
const raw = (text: string) => chain.request('POST /api/json', { raw: text });
const errorsOf = async (body: unknown, path = 'json') => {
  const answer = await chain.request(`POST /api/${path}`, { body });
  expect(answer.status).toBe(400);
  expect(parsed).toEqual([]);
  return [answer.body.reason, ...answer.body.errors];
};

test('a body reaches its operation as its contract reads it, and nothing beside it', async () => {
  const { status } = await chain.request('POST /api/json', { body: { ...good, admin: true, id: 'x' } });
  expect(status).toBe(204);
  expect(parsed).toEqual([known]);
});

test('what is no JSON object in UTF-8 is refused as malformed', async () => {
  const refused = [
    '',
    ' ',
    '{',
    '{"email":}',
    "{'email': 'a@example.test'}",
    '[]',
    '[{}]',
    'null',
    'true',
    '7',
    '"text"',
    '{}{}',
    '{} trailing',
    '{"a":NaN}',
    '// {}',
    'email=a%40example.test',
    '<email>a@example.test</email>',
    '['.repeat(100_000),
    '\u0000',
  ];
  for (const text of refused) {
    const { status, body } = await raw(text);
    expect([text.slice(0, 20), status, body.reason]).toEqual([text.slice(0, 20), 400, 'malformed-body']);
  }
  const missing = await chain.request('POST /api/json');
  expect([missing.status, missing.body.reason]).toEqual([400, 'malformed-body']);
  expect(parsed).toEqual([]);
});

test('bytes that are not UTF-8 are refused, not replaced by a look-alike', async () => {
  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
    const body = Buffer.concat([
      Buffer.from('{"email":"a@example.test","phone":null,"name":"Ada'),
      Buffer.from(bytes),
      Buffer.from('"}'),
    ]);
    const answer = await chain.request('POST /api/json', { bytes: body });
    expect([answer.status, answer.body.reason]).toEqual([400, 'malformed-body']);
  }
  const utf16 = Buffer.from(JSON.stringify(good), 'utf16le');
  expect((await chain.request('POST /api/json', { bytes: utf16 })).status).toBe(400);
  const utf8 = Buffer.from(JSON.stringify({ ...good, name: 'Ёлка Ünïcode 李' }));
  expect((await chain.request('POST /api/json', { bytes: utf8 })).status).toBe(204);
});

test('a body over the limit is refused unparsed; one at the limit is read', async () => {
  const padded = (bytes: number) => {
    const text = JSON.stringify(good);
    return text + ' '.repeat(bytes - text.length);
  };
  expect((await raw(padded(maxJsonBytes))).status).toBe(204);
  const over = await raw(padded(maxJsonBytes + 1));
  expect([over.status, over.body.reason]).toEqual([413, 'too-large']);
  // The limit is in bytes, not in characters.
  const wide = await raw(JSON.stringify({ ...good, more: '李'.repeat(maxJsonBytes / 3) }));
  expect(wide.status).toBe(413);
});

test('of a key that is there twice one value counts, for the check and for the use alike', async () => {
  const twice = (first: string, second: string) =>
    raw(`{"name":"Ada Lovelace","phone":null,"email":${first},"email":${second}}`);
  expect((await twice('["a@example.test"]', '"ada@example.test"')).status).toBe(204);
  expect(parsed).toEqual([known]);
  expect((await twice('"ada@example.test"', '["a@example.test"]')).status).toBe(400);
});

test('keys that mean something to JavaScript are only keys (ASVS 15.3.3, prototype pollution)', async () => {
  const sneaked =
    '"__proto__":{"email":"a@example.test","polluted":1},"constructor":{"prototype":{"polluted":1}}';
  expect((await raw(`{"name":"Ada Lovelace","phone":null,${sneaked}}`)).body.errors).toEqual([
    { path: 'email', reason: 'required' },
  ]);
  expect((await raw(`{"email":"ada@example.test","name":"Ada Lovelace",${sneaked}}`)).status).toBe(204);
  expect(parsed).toEqual([known]);
  expect(Object.getPrototypeOf(parsed[0])).toBe(Object.prototype);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('every wrong field is named once, with its reason', async () => {
  expect(await errorsOf({})).toEqual([
    'invalid-input',
    { path: 'email', reason: 'required' },
    { path: 'name', reason: 'required' },
  ]);
  expect(await errorsOf({ email: ['a@example.test'], name: null, phone: {} })).toEqual([
    'invalid-input',
    { path: 'email', reason: 'wrong-type' },
    { path: 'name', reason: 'required' },
    { path: 'phone', reason: 'wrong-type' },
  ]);
  expect(await errorsOf({ entries: [{ cidr: '::' }, { cidr: '10.0.0.0/8' }, 7] }, 'nested')).toEqual([
    'invalid-input',
    { path: 'entries.1.cidr', reason: 'too-long' },
    { path: 'entries.2', reason: 'invalid-value' },
  ]);
});

test("the reference API's own reasons stand on top when they are all that is wrong", async () => {
  expect(await errorsOf({ ...good, email: 'nobody' })).toEqual([
    'invalid-email',
    { path: 'email', reason: 'invalid-email' },
  ]);
  expect(await errorsOf({ ...good, phone: '123' })).toEqual([
    'invalid-phone',
    { path: 'phone', reason: 'invalid-phone' },
  ]);
  expect((await errorsOf({ ...good, phone: '123', email: 'nobody' }))[0]).toBe('invalid-input');
});

test('no answer repeats what was sent', async () => {
  const sent = 'a-secret-that-was-typed-into-the-wrong-field';
  const answer = await chain.request('POST /api/json', {
    body: { email: sent, name: `${sent}!`, [sent]: 1 },
  });
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).not.toContain(sent);
  expect(chain.logged.join()).not.toContain(sent);
});

test('a binary body is bounded and not empty', async () => {
  const put = (bytes: Buffer) =>
    chain.request('POST /api/bytes', { bytes, headers: { 'content-type': 'image/png' } });
  expect((await put(Buffer.from([1, 2, 255]))).status).toBe(204);
  expect(parsed).toEqual([[1, 2, 255]]);
  expect((await put(Buffer.alloc(8))).status).toBe(204);
  const over = await put(Buffer.alloc(9));
  expect([over.status, over.body.reason]).toEqual([413, 'too-large']);
  const empty = await put(Buffer.alloc(0));
  expect([empty.status, empty.body.reason]).toEqual([400, 'malformed-body']);
});

test('an operation without a body ignores one', async () => {
  expect((await chain.request('POST /api/none', { raw: '{' })).status).toBe(204);
  expect(parsed).toEqual([undefined]);
});
