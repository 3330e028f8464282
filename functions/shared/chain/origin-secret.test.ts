import { beforeAll, expect, test } from 'vitest';

import { originSecretValue, requester } from '#functions/testing/requester.ts';
import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import type { ReadSecret } from '../aws/secrets.ts';
import { newId } from '../ids.ts';
import { apiFunction } from './api-function.ts';

let chain: TestChain;
let ran = 0;
const handle = () => {
  ran += 1;
  return Promise.resolve({ ok: true } as const);
};
beforeAll(async () => {
  chain = await startTestChain([
    operation({ limit: { calls: 9, windowSeconds: 60 } }, handle),
    operation({ method: 'GET', path: '/api/read', access: 'session' }, handle),
  ]);
});

const withSecret = (value: string | undefined, route = 'POST /api/try') =>
  chain.request(route, { headers: { 'x-latchkey-origin': value } });

test('what did not come through the edge is refused before anything else is done (incidents 9 and 11)', async () => {
  const { cookie } = await chain.person();
  ran = 0;
  chain.counter.take();
  for (const value of [undefined, '', 'wrong', `${originSecretValue} `, originSecretValue.slice(0, -1)]) {
    const refused = await withSecret(value);
    expect([refused.status, refused.body.reason]).toEqual([403, 'origin-refused']);
  }
  const signedIn = await chain.request('GET /api/read', {
    cookie,
    headers: { 'x-latchkey-origin': undefined },
  });
  expect(signedIn.status).toBe(403);
  // Not even whether a route exists is told.
  expect((await withSecret('wrong', 'GET /api/unknown')).body.reason).toBe('origin-refused');
  expect(chain.counter.take().calls).toEqual([]);
  expect(ran).toBe(0);
});

test('the current value and the one being rotated out both open', async () => {
  expect((await withSecret(originSecretValue)).status).toBe(204);
  expect((await withSecret('earlier origin secret')).status).toBe(204);
});

test('a secret that cannot be read lets nothing through', async () => {
  const broken: ReadSecret = () => Promise.reject(new Error('the secret is gone'));
  const { table, now } = chain;
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const handler = apiFunction(
    { table, now, newId, logger: silent, siteUrl: 'https://account.example.test', readOriginSecret: broken },
    [operation({}, handle)],
  );
  ran = 0;
  expect((await requester(handler)('POST /api/try')).status).toBe(500);
  expect(ran).toBe(0);
});
