import { beforeAll, expect, test } from 'vitest';

import { cookieName } from '#functions/shared/session/session-cookie.ts';
import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain([operation({ id: 'session', path: '/api/session-only', access: 'session' })]);
});

test('a session is found among the cookies of a header, where the gateway lists none', async () => {
  const { cookie } = await chain.person();
  const ask = (header: string, cookies?: string[]) =>
    chain.request('POST /api/session-only', { headers: { cookie: header }, ...(cookies && { cookies }) });
  expect((await ask(`theme=dark; ${cookieName}=${cookie}`)).status).toBe(204);
  expect((await ask('theme=dark')).status).toBe(401);
  expect((await ask(`${cookieName}=${cookie}`, ['theme=dark'])).status).toBe(401);
});
