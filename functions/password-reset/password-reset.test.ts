import { beforeAll, expect, test } from 'vitest';

import { hours } from '#functions/shared/clock.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const forgot = (email: string) => api.request('POST /api/auth/forgot-password', { body: { email } });
const reset = (email: string, code: string, newPassword = 'a brand new phrase') =>
  api.request('POST /api/auth/reset-password', { body: { email, code, newPassword } });
const mailedCode = async () => (await api.mailed('latchkey.password.reset-requested', 'password-reset')).code;

test('a reset sets the password and ends every session (Strapi CVE-2026-22706, ASVS 7.4.3)', async () => {
  const { email, cookie } = await api.person();
  const other = await api.signIn(email);
  await forgot(email);
  expect((await reset(email, await mailedCode())).status).toBe(204);
  for (const held of [cookie, other])
    expect((await api.request('GET /api/session', { cookie: held })).status).toBe(401);
  expect(await api.signIn(email)).toBeUndefined();
  expect(await api.signIn(email, 'a brand new phrase')).toBeDefined();
});

test('known and unknown addresses get the same answer after the same calls (ASVS 6.3.8)', async () => {
  const { email } = await api.person();
  api.counter.take();
  const known = await forgot(email);
  const knownCalls = api.counter.take().calls;
  const unknown = await forgot('nobody@example.test');
  const unknownCalls = api.counter.take().calls;
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
  expect(unknownCalls).toEqual(knownCalls);
});

test('of twenty uses of one code at once, one wins', async () => {
  const { email } = await api.person();
  await forgot(email);
  const code = await mailedCode();
  const uses = await Promise.all(Array.from({ length: 20 }, () => reset(email, code)));
  expect(uses.filter(({ status }) => status === 204)).toHaveLength(1);
  expect((await reset(email, code)).status).toBe(400);
});

test('a code dies after an hour, when a newer mail was sent, and at another address (ASVS 6.5.5)', async () => {
  const ada = await api.person();
  const eve = await api.person();
  await forgot(ada.email);
  const first = await mailedCode();
  expect((await reset(eve.email, first)).status).toBe(400);
  await forgot(ada.email);
  expect((await reset(ada.email, first)).body.reason).toBe('invalid-code');
  const second = await mailedCode();
  api.advance(1 * hours);
  expect((await reset(ada.email, second)).body.reason).toBe('code-expired');
  expect(await api.signIn(ada.email, password)).toBeDefined();
});

test('a refused new password leaves the code good', async () => {
  const { email } = await api.person();
  await forgot(email);
  const code = await mailedCode();
  expect((await reset(email, code, 'password')).body.errors).toEqual([
    { path: 'newPassword', reason: 'password-too-common' },
  ]);
  expect((await reset(email, code)).status).toBe(204);
});

test('killed between its steps, a reset is finished by following the link again', async () => {
  const { email, cookie } = await api.person();
  await forgot(email);
  const code = await mailedCode();
  api.cognito.fault('down');
  expect((await reset(email, code)).status).toBe(503);
  api.cognito.fault('up');
  // The sessions ended first, so nothing of the old password is left to use.
  expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
  expect((await reset(email, code)).status).toBe(204);
  expect(await api.signIn(email, 'a brand new phrase')).toBeDefined();
});
