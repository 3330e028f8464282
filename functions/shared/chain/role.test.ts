import { beforeAll, expect, test } from 'vitest';

import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import * as v from 'valibot';

let chain: TestChain;
beforeAll(async () => {
  const body = v.object({ name: v.string() });
  chain = await startTestChain([
    operation({ id: 'session', path: '/api/session-only', access: 'session' }),
    operation({ id: 'admin', path: '/api/admin', access: 'admin', body }),
    operation({ id: 'owner', path: '/api/owner', access: 'owner' }),
  ]);
});

test.each([
  { role: 'owner', passes: ['session-only', 'admin', 'owner'] },
  { role: 'admin', passes: ['session-only', 'admin'] },
  { role: 'member', passes: ['session-only'] },
] as const)('$role reaches $passes (ASVS 8.2.2, 8.3.1)', async ({ role, passes }) => {
  const { cookie } = await chain.person(role);
  const passed: string[] = [];
  for (const path of ['session-only', 'admin', 'owner']) {
    const { status, body } = await chain.request(`POST /api/${path}`, { cookie, body: { name: 'x' } });
    if (status === 204) passed.push(path);
    else expect([status, body.reason]).toEqual([403, 'forbidden']);
  }
  expect(passed).toEqual(passes);
});

test('a role in the body, or in a header, is no role', async () => {
  const { cookie } = await chain.person('member');
  const answer = await chain.request('POST /api/admin', {
    cookie,
    body: { name: 'x', role: 'owner' },
    headers: { 'x-role': 'owner' },
  });
  expect([answer.status, answer.body.reason]).toEqual([403, 'forbidden']);
});

test('whoever may not do a thing is told so before the form of the input is looked at', async () => {
  const { cookie } = await chain.person('member');
  expect((await chain.request('POST /api/admin', { cookie, raw: '{' })).body.reason).toBe('forbidden');
});
