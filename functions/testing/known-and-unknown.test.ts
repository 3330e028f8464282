import { beforeAll, beforeEach, expect, test } from 'vitest';
import { hours } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { password, startTestApi, type TestApi } from './test-api.ts';
import { personWithTwoFactor } from './two-factor.ts';

/**
 * Nobody tells known addresses from unknown ones (ASVS 6.3.8): the same bytes, after the same calls with the same
 * consumption. How long they take is measured by `npm run bench`.
 */
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(() => {
  api.advance(2 * hours);
});

const body = (email: string) => ({ email, password: 'not the password', name: 'Ada Lovelace' });

const routes = [
  'POST /api/auth/sign-up',
  'POST /api/auth/sign-in',
  'POST /api/auth/forgot-password',
  'POST /api/auth/resend-code',
];

async function observe(route: string, email: string) {
  api.counter.take();
  api.cognitoCalls.take();
  const { status, headers, body: answer } = await api.request(route, { body: body(email) });
  const { requestId: _, ...told } = answer ?? {};
  const { calls, readUnits, writeUnits } = api.counter.take();
  return { status, headers, told, calls, readUnits, writeUnits, cognito: api.cognitoCalls.take() };
}

test.each(routes)('%s', async (route) => {
  const { email } = await api.person();
  const known = await observe(route, email);
  expect(await observe(route, `${newId()}@example.test`)).toEqual(known);
});

test('POST /api/auth/sign-in, the failure that is told to the owner', async () => {
  const { email } = await api.person();
  const stranger = `${newId()}@example.test`;
  for (let at = 0; at < 9; at += 1)
    for (const address of [email, stranger])
      await api.request('POST /api/auth/sign-in', { ip: `198.18.${at}.1`, body: body(address) });
  const known = await observe('POST /api/auth/sign-in', email);
  expect(await observe('POST /api/auth/sign-in', stranger)).toEqual(known);
});

test('POST /api/auth/resend-code, for whom a code is waiting', async () => {
  const waiting = `${newId()}@example.test`;
  await api.request('POST /api/auth/sign-up', { body: { ...body(waiting), password } });
  const known = await observe('POST /api/auth/resend-code', waiting);
  expect(await observe('POST /api/auth/resend-code', `${newId()}@example.test`)).toEqual(known);
});

test('POST /api/auth/sign-in, with two-factor on: only a right password learns of it', async () => {
  const { email } = await personWithTwoFactor(api);
  const known = await observe('POST /api/auth/sign-in', email);
  expect(await observe('POST /api/auth/sign-in', `${newId()}@example.test`)).toEqual(known);
});
