import * as v from 'valibot';
import { expect, test } from 'vitest';

import { defineOperation } from '#functions/shared/contract.ts';
import { undocumented } from './documented.ts';

const contracts = [
  defineOperation({
    id: 'read',
    summary: 'Reads',
    method: 'GET',
    path: '/api/read',
    function: 'account',
    access: 'session',
    status: 200,
    output: v.object({ name: v.string() }),
    reasons: ['email-taken'],
  }),
];
const told = (status: number, body: unknown) =>
  undocumented(contracts, 'GET /api/read', { status, body, headers: {}, cookie: undefined });

test('documented answers pass', () => {
  expect(told(200, { name: 'Ada' })).toBeNull();
  expect(told(409, { reason: 'email-taken' })).toBeNull();
  expect(told(401, { reason: 'unauthorized' })).toBeNull();
});

test('an undocumented status, reason or document is told', () => {
  expect(told(201, { name: 'Ada' })).toMatch(/without a reason/);
  expect(told(400, { reason: 'email-taken' })).toMatch(/with 400/);
  expect(told(403, { reason: 'step-up-required' })).toMatch(/does not list/);
  expect(told(200, { name: 7 })).toMatch(/not as its contract/);
  expect(told(200, { name: 'Ada', passwordHash: 'x' })).toMatch(/more than its contract/);
});
