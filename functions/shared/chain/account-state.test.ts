import { beforeAll, expect, test } from 'vitest';

import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { accountKey } from '../table.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain([
    operation({ id: 'write', access: 'session' }),
    operation({ id: 'owner', path: '/api/owner', access: 'owner', stepUp: true }),
    operation({ id: 'cancel', path: '/api/cancel', access: 'session', duringDeletion: true }),
    operation({ id: 'open', path: '/api/open' }),
  ]);
});

async function answersOf(state: string) {
  const { accountId, cookie } = await chain.person();
  await chain.set(accountKey(accountId), 'state', state);
  const routes = ['/api/try', '/api/owner', '/api/cancel', '/api/open'];
  const answers = await Promise.all(routes.map((route) => chain.request(`POST ${route}`, { cookie })));
  return answers.map(({ status, body }) => (status === 204 ? 204 : [status, body.reason]));
}

test('a disabled account does nothing that needs a session', async () => {
  const disabled = [403, 'account-disabled'];
  expect(await answersOf('disabled')).toEqual([disabled, disabled, disabled, 204]);
});

test('an account that waits for its deletion does only what says that it serves it', async () => {
  const pending = [403, 'deletion-pending'];
  expect(await answersOf('deletion-pending')).toEqual([pending, pending, 204, 204]);
});

test('an active account passes on to the next check', async () => {
  expect(await answersOf('active')).toEqual([204, [403, 'step-up-required'], 204, 204]);
});
