import * as v from 'valibot';
import { beforeAll, beforeEach, expect, test } from 'vitest';

import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { hours, minutes, seconds } from '../clock.ts';
import { type Outcome, refuse } from '../outcome.ts';

let chain: TestChain;
let runs = 0;
let next: () => Promise<Outcome<{ body?: unknown; etag?: string }>>;
const created = () => Promise.resolve({ ok: true, body: { run: runs }, etag: `"${runs}"` } as const);
beforeAll(async () => {
  const handle = () => {
    runs += 1;
    return next();
  };
  const body = v.object({ name: v.string() });
  const shape = { body, status: 201, idempotent: true } as const;
  chain = await startTestChain([
    operation({ ...shape, id: 'open', path: '/api/open' }, handle),
    operation({ ...shape, id: 'mine', path: '/api/mine', access: 'session' }, handle),
    operation({ ...shape, id: 'other', path: '/api/other', access: 'session' }, handle),
    operation({ id: 'plain', path: '/api/plain', body, status: 201 }, handle),
  ]);
});
beforeEach(() => {
  runs = 0;
  next = created;
});

let keys = 0;
const newKey = () => `a-key-long-enough-${(keys += 1)}`;
const post = (
  path: string,
  key: string | undefined,
  more: { cookie?: string; ip?: string; name?: string } = {},
) =>
  chain.request(`POST /api/${path}`, {
    cookie: more.cookie,
    ip: more.ip ?? '203.0.113.7',
    body: { name: more.name ?? 'x' },
    headers: { 'idempotency-key': key },
  });

test('the same key and body get the same answer, and the work is done once (ASVS 2.3.3)', async () => {
  const key = newKey();
  const first = await post('open', key);
  expect([first.status, first.body, first.headers['etag']]).toEqual([201, { run: 1 }, '"1"']);
  expect(first.headers).not.toHaveProperty('idempotency-replayed');
  const again = await post('open', key);
  expect([again.status, again.body]).toEqual([201, { run: 1 }]);
  expect(again.headers).toEqual({ ...first.headers, 'idempotency-replayed': 'true' });
  expect(runs).toBe(1);
});

test('a refusal that the operation decided is an answer, too', async () => {
  next = () => Promise.resolve(refuse('email-taken'));
  const key = newKey();
  expect((await post('open', key)).body.reason).toBe('email-taken');
  next = created;
  const again = await post('open', key);
  expect([again.status, again.body.reason, again.headers['idempotency-replayed']]).toEqual([
    409,
    'email-taken',
    'true',
  ]);
});

test('the same key with another body is refused', async () => {
  const key = newKey();
  await post('open', key);
  const other = await post('open', key, { name: 'y' });
  expect([other.status, other.body.reason]).toEqual([422, 'idempotency-key-reused']);
  expect(runs).toBe(1);
});

test('while the first is under way, the second is told to wait; of twenty at once one runs', async () => {
  const key = newKey();
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  next = () => released.then(created);
  const all = Promise.all(Array.from({ length: 20 }, () => post('open', key)));
  const early = post('open', key);
  await expect.poll(() => runs).toBe(1);
  const waiting = await post('open', key);
  expect([waiting.status, waiting.body.reason, waiting.headers['retry-after']]).toEqual([
    409,
    'request-in-progress',
    '2',
  ]);
  release(undefined);
  const statuses = [...(await all), await early].map(({ status }) => status);
  expect(runs).toBe(1);
  expect(statuses).toContain(201);
  expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
  expect((await post('open', key)).body).toEqual({ run: 1 });
});

test('a key belongs to one account and one operation', async () => {
  const [ada, eve] = [await chain.person(), await chain.person()];
  const key = newKey();
  expect((await post('mine', key, { cookie: ada.cookie })).body).toEqual({ run: 1 });
  expect((await post('mine', key, { cookie: eve.cookie, name: 'other body' })).body).toEqual({ run: 2 });
  expect((await post('other', key, { cookie: ada.cookie })).body).toEqual({ run: 3 });
  expect((await post('mine', key, { cookie: ada.cookie })).body).toEqual({ run: 1 });
  // Where nobody is signed in, it belongs to the client address.
  expect((await post('open', key, { ip: '192.0.2.1' })).body).toEqual({ run: 4 });
  expect((await post('open', key, { ip: '192.0.2.2' })).body).toEqual({ run: 5 });
});

test('a replay is for whoever is still allowed to call', async () => {
  const { cookie, sessionKey } = await chain.person();
  const key = newKey();
  expect((await post('mine', key, { cookie })).status).toBe(201);
  await chain.set(sessionKey, 'endsAt', chain.now().toISOString());
  expect((await post('mine', key, { cookie })).status).toBe(401);
});

test('a fault is not kept: its retry runs', async () => {
  const key = newKey();
  next = () => Promise.reject(new Error('broken'));
  expect((await post('open', key)).status).toBe(500);
  next = () => Promise.reject(Object.assign(new Error('slow'), { name: 'TimeoutError' }));
  expect((await post('open', key)).status).toBe(503);
  next = created;
  const retried = await post('open', key);
  expect([retried.status, retried.body]).toEqual([201, { run: 3 }]);
  expect((await post('open', key)).body).toEqual({ run: 3 });
});

test('a function killed at work leaves its key free for the same body after a minute', async () => {
  const key = newKey();
  next = () => new Promise(() => undefined);
  void post('open', key);
  await expect.poll(() => runs).toBe(1);
  next = created;
  chain.advance(1 * minutes - 5 * seconds);
  expect((await post('open', key)).status).toBe(409);
  chain.advance(5 * seconds);
  expect((await post('open', key, { name: 'y' })).status).toBe(422);
  expect((await post('open', key)).body).toEqual({ run: 2 });
});

test('an answer is kept for 24 hours, whatever TTL has not swept yet', async () => {
  const key = newKey();
  await post('open', key);
  chain.advance(24 * hours - 5 * seconds);
  expect((await post('open', key)).body).toEqual({ run: 1 });
  chain.advance(6 * seconds);
  expect((await post('open', key, { name: 'y' })).body).toEqual({ run: 2 });
});

test('a key that is too short to be one is refused; an operation that knows none ignores it', async () => {
  for (const key of ['', 'short', 'x'.repeat(129), `with a space ${newKey()}`, `ünïcode-${newKey()}`]) {
    const refused = await post('open', key);
    expect([refused.status, refused.body.reason]).toEqual([400, 'invalid-idempotency-key']);
  }
  expect(runs).toBe(0);
  const key = newKey();
  expect((await post('plain', key)).body).toEqual({ run: 1 });
  expect((await post('plain', key)).body).toEqual({ run: 2 });
});

test('the table holds neither the key nor the body', async () => {
  const key = newKey();
  await post('open', key, { name: 'plum teapot harbour' });
  const stored = JSON.stringify(await chain.items());
  expect(stored).not.toContain(key);
  expect(stored).not.toContain('plum teapot');
});
