import { beforeAll, expect, test } from 'vitest';

import { hours } from '#functions/shared/clock.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const signUp = (email: string, more: Record<string, unknown> = {}) =>
  api.request('POST /api/auth/sign-up', { body: { email, password, name: 'Grace Hopper', ...more } });
const confirm = (email: string, code: string) =>
  api.request('POST /api/auth/confirm-sign-up', { body: { email, code } });
const mailedCode = async () => (await api.mailed('latchkey.account.sign-up-requested', 'sign-up')).code;

test('a code confirms once; following it again does nothing and says the same', async () => {
  const email = 'twice@example.test';
  expect((await signUp(email, { timezone: 'Europe/Berlin' })).status).toBe(202);
  const code = await mailedCode();
  expect((await confirm(email, code)).status).toBe(204);
  expect((await confirm(email.toUpperCase(), code.toLowerCase())).status).toBe(204);
  const created = (await api.events()).filter(
    ({ type, data }) => type === 'latchkey.account.created' && data['email'] === email,
  );
  expect(created).toHaveLength(1);
});

test('a known address is told by mail, keeps its password, and the answer tells nothing (incident 12)', async () => {
  const { email, accountId } = await api.person();
  const known = await signUp(email, { password: 'attacker chosen phrase' });
  const unknown = await signUp('fresh@example.test', { password: 'attacker chosen phrase' });
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  expect(await api.lastEvent('latchkey.account.sign-up-repeated')).toMatchObject({
    accountId,
    data: { email },
  });
  expect(await api.signIn(email)).toBeDefined();
  expect(await api.signIn(email, 'attacker chosen phrase')).toBeUndefined();
});

test('whoever proves the address gets the password of the mail they followed (pre-hijacking)', async () => {
  const email = 'victim@example.test';
  await signUp(email, { password: 'attacker chosen phrase' });
  const attackersCode = await mailedCode();
  await signUp(email, { password: 'the owner own phrase' });
  const ownersCode = await mailedCode();
  expect((await confirm(email, attackersCode)).body.reason).toBe('invalid-code');
  expect((await confirm(email, ownersCode)).status).toBe(204);
  expect(await api.signIn(email, 'attacker chosen phrase')).toBeUndefined();
  expect(await api.signIn(email, 'the owner own phrase')).toBeDefined();
});

test('a code allows ten tries and lives a day; a new one can be asked for (ASVS 6.5.5)', async () => {
  const email = 'guess@example.test';
  await signUp(email);
  const code = await mailedCode();
  const guesses = await Promise.all(Array.from({ length: 12 }, () => confirm(email, 'AAAAA-AAAAA')));
  expect(guesses.filter(({ body }) => body.reason === 'invalid-code')).toHaveLength(10);
  expect((await confirm(email, code)).body.reason).toBe('code-expired');

  await api.request('POST /api/auth/resend-code', { body: { email } });
  const second = await mailedCode();
  api.advance(24 * hours);
  expect((await confirm(email, second)).body.reason).toBe('code-expired');
  await api.request('POST /api/auth/resend-code', { body: { email } });
  expect((await confirm(email, await mailedCode())).status).toBe(204);
});

test('passwords: 8 to 128 characters of any script, every one of them significant (ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.9)', async () => {
  const reasons = async (given: unknown) =>
    (await signUp('rules@example.test', { password: given })).body?.errors;
  expect(await reasons('short 7')).toEqual([{ path: 'password', reason: 'too-short' }]);
  expect(await reasons('x'.repeat(129))).toEqual([{ path: 'password', reason: 'too-long' }]);
  expect(await reasons('Password')).toEqual([{ path: 'password', reason: 'password-too-common' }]);
  expect(await reasons('Grace Hopper')).toEqual([{ path: 'password', reason: 'password-is-personal' }]);
  for (const bad of [undefined, null, 7, ['a'], {}]) {
    expect((await reasons(bad))?.[0].path).toBe('password');
  }
  const long = `${'密码🔑 '.repeat(31)}last`;
  const email = 'long@example.test';
  await api.signUp(email, { password: long });
  expect(await api.signIn(email, long)).toBeDefined();
  expect(await api.signIn(email, `${long.slice(0, -1)}T`)).toBeUndefined();
});

test('arrays and objects in scalar fields are refused by name (CVE-2023-7028)', async () => {
  for (const email of [['a@example.test', 'b@example.test'], { a: 1 }, 1, true, null]) {
    const answer = await api.request('POST /api/auth/forgot-password', { body: { email } });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'email']);
  }
});

test('the same idempotency key and body get the same answer and one mail; another body is refused', async () => {
  const headers = { 'idempotency-key': 'a-key-of-sufficient-length' };
  const body = { email: 'idem@example.test', password, name: 'Idem Potent' };
  const count = async () => (await api.events()).filter(({ data }) => data['email'] === body.email).length;
  expect((await api.request('POST /api/auth/sign-up', { headers, body })).status).toBe(202);
  const again = await api.request('POST /api/auth/sign-up', { headers, body });
  expect([again.status, again.headers['idempotency-replayed']]).toEqual([202, 'true']);
  expect(await count()).toBe(1);
  const other = await api.request('POST /api/auth/sign-up', { headers, body: { ...body, name: 'Other' } });
  expect([other.status, other.body.reason]).toEqual([422, 'idempotency-key-reused']);
  expect(JSON.stringify(await api.items())).not.toContain(password);
});

test('an address gets ten mails an hour from strangers, however many ask', async () => {
  const email = 'flooded@example.test';
  await signUp(email);
  for (let index = 0; index < 14; index += 1) {
    const answer = await api.request('POST /api/auth/resend-code', {
      ip: `198.18.1.${index}`,
      body: { email },
    });
    expect(answer.status).toBe(202);
  }
  const mails = (await api.events()).filter(({ data }) => data['email'] === email);
  expect(mails).toHaveLength(10);
});
