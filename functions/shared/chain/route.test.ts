import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { expect, test, vi } from 'vitest';

import { eventOf } from '#functions/testing/requester.ts';
import { operation } from '#functions/testing/test-chain.ts';
import { type ApiEvent, type ApiResponse, stateOf } from './request-state.ts';
import { route } from './route.ts';

function setup() {
  const loadOthers = vi.fn(() => Promise.resolve([operation({ id: 'later', path: '/api/later' })]));
  const handler = middy<ApiEvent, ApiResponse>()
    .use(route([operation({ id: 'first', path: '/api/first' })], loadOthers))
    .handler((event) => Promise.resolve({ statusCode: 200, body: stateOf(event).operation.contract.id }));
  const ask = async (path: string) => {
    const { statusCode, body } = await handler(eventOf(`POST ${path}`), {} as Context);
    return statusCode === 200 ? body : statusCode;
  };
  return { ask, loadOthers };
}

test('what a function has from its start is found, and nothing else is loaded for it', async () => {
  const { ask, loadOthers } = setup();
  expect(await ask('/api/first')).toBe('first');
  expect(loadOthers).not.toHaveBeenCalled();
});

test('what it has not is loaded with the first who asks, once for all', async () => {
  const { ask, loadOthers } = setup();
  expect(await Promise.all([ask('/api/later'), ask('/api/later')])).toEqual(['later', 'later']);
  expect(await ask('/api/later')).toBe('later');
  expect(loadOthers).toHaveBeenCalledTimes(1);
});

test('what is in neither is not found', async () => {
  const { ask } = setup();
  expect(await ask('/api/nowhere')).toBe(404);
});
