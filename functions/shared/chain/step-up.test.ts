import { beforeAll, expect, test } from 'vitest';

import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { minutes, seconds } from '../clock.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain([
    operation({ id: 'plain', path: '/api/plain', access: 'session' }),
    operation({ id: 'sensitive', path: '/api/sensitive', access: 'session', stepUp: true }),
    operation({ id: 'admin', path: '/api/admin', access: 'admin', stepUp: true }),
  ]);
});

const reasonOf = async (path: string, cookie: string) =>
  (await chain.request(`POST /api/${path}`, { cookie })).body?.reason;

test('a sensitive operation wants a proof of the last ten minutes (ASVS 7.5.1)', async () => {
  const { cookie, sessionKey } = await chain.person();
  expect(await reasonOf('plain', cookie)).toBeUndefined();
  expect(await reasonOf('sensitive', cookie)).toBe('step-up-required');

  await chain.set(sessionKey, 'stepUpUntil', new Date(chain.now().getTime() + 10 * minutes).toISOString());
  expect(await reasonOf('sensitive', cookie)).toBeUndefined();
  chain.advance(10 * minutes - seconds);
  expect(await reasonOf('sensitive', cookie)).toBeUndefined();
  chain.advance(1 * seconds);
  expect(await reasonOf('sensitive', cookie)).toBe('step-up-required');
});

test('a role that does not reach the operation is told first: no proof would help', async () => {
  const { cookie } = await chain.person('member');
  expect(await reasonOf('admin', cookie)).toBe('forbidden');
});
