import * as v from 'valibot';
import { beforeAll, expect, test } from 'vitest';

import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { eventOf } from '#functions/testing/requester.ts';
import { refuse } from '../outcome.ts';
import { type Reason, reasonStatuses } from '../reasons.ts';
import { problem } from './responses.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain([
    operation({ id: 'json', body: v.object({ name: v.string() }) }),
    operation({ id: 'read', method: 'GET', path: '/api/read', status: 200 }, () =>
      Promise.resolve({ ok: true, body: { a: 1 }, etag: '"7"' }),
    ),
  ]);
});

test('a refusal is problem+json with a stable reason and the id under which the log has it (RFC 9457)', async () => {
  const { status, headers, body } = await chain.request('POST /api/try', { body: {} });
  expect(status).toBe(400);
  expect(body).toEqual({
    type: 'urn:latchkey:problem:invalid-input',
    title: 'Invalid input',
    status: 400,
    reason: 'invalid-input',
    errors: [{ path: 'name', reason: 'required' }],
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(headers).toEqual({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
});

test('what succeeds is as little for caches as what fails (ASVS 14.2.1, 14.3.2)', async () => {
  const read = await chain.request('GET /api/read');
  expect(read.body).toEqual({ a: 1 });
  expect(read.headers).toEqual({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    etag: '"7"',
  });
  const empty = await chain.request('POST /api/try', { body: { name: 'x' } });
  expect([empty.status, empty.body, empty.headers['cache-control']]).toEqual([204, undefined, 'no-store']);
  expect(empty.headers).not.toHaveProperty('content-type');
});

test('a route that does not exist is not found, as a problem', async () => {
  const { status, body, headers } = await chain.request('GET /api/nowhere');
  expect([status, body.reason, headers['content-type']]).toEqual([
    404,
    'not-found',
    'application/problem+json',
  ]);
});

test('every reason has a title, its own type and the status that it stands for', () => {
  for (const [reason, status] of Object.entries(reasonStatuses)) {
    const answer = problem(eventOf('GET /api/read'), refuse(reason as Reason));
    const body = JSON.parse(answer.body ?? '');
    expect(answer.statusCode).toBe(status);
    expect(body).toMatchObject({ type: `urn:latchkey:problem:${reason}`, status, reason });
    expect(body.title).toMatch(/^[A-Z][a-z -]+$/);
  }
});
