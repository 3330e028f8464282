import { beforeAll, beforeEach, expect, test } from 'vitest';
import { hours } from '#functions/shared/clock.ts';
import { openToken } from '#functions/shared/session/token-vault.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { personWithTwoFactor } from '#functions/testing/two-factor.ts';
import { signIn as signInCase } from './sign-in.ts';

/** What went wrong in other products, tried here. */
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(() => {
  api.advance(2 * hours);
});

const signIn = (email: string, secret: string, ip: string) =>
  api.request('POST /api/auth/sign-in', { ip, body: { email, password: secret } });

test('wrong, then right, from fourteen addresses: the account is limited, whatever the address', async () => {
  const { email } = await api.person();
  for (let at = 0; at < 10; at += 1)
    expect((await signIn(email, 'wrong wrong', `198.18.20.${at}`)).status).toBe(401);
  for (let at = 10; at < 14; at += 1) {
    const right = await signIn(email, password, `198.18.20.${at}`);
    expect([right.status, right.cookie]).toEqual([429, undefined]);
  }
});

test('one guess at each of fourteen accounts from one address: the address is limited', async () => {
  const people: { email: string }[] = [];
  for (let at = 0; at < 14; at += 1) people.push(await api.person());
  const answers = [];
  for (const { email } of people) answers.push((await signIn(email, 'wrong wrong', '198.18.21.1')).status);
  expect(answers).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
  // Those people themselves are not.
  expect(await api.signIn(people[0]?.email ?? '')).toBeDefined();
});

test('ten right sign-ins in between do not clear what another account’s guesses count at that address', async () => {
  const ada = await api.person();
  const eve = await api.person();
  const ip = '198.18.22.1';
  let guesses = 0;
  for (let at = 0; at < 14; at += 1) {
    if ((await signIn(ada.email, `guess number ${at}`, ip)).status === 401) guesses += 1;
    await signIn(eve.email, password, ip);
  }
  expect(guesses).toBe(10);
});

test('locked is locked at every entry: sign-in, step-up, password, two-factor (Keycloak CVE-2026-9798)', async () => {
  const person = await personWithTwoFactor(api);
  const { email, cookie } = person;
  for (let at = 0; at < 10; at += 1) await signIn(email, 'wrong wrong', `198.18.23.${at}`);
  const ip = '198.18.23.100';
  const code = person.code();
  const entries = [
    ['POST /api/auth/sign-in', { email, password }],
    ['POST /api/session/step-up', { password, code }],
    ['POST /api/user/password', { currentPassword: password, newPassword: 'a brand new phrase' }],
    ['DELETE /api/user/two-factor', { password, code }],
  ] as const;
  for (const [route, body] of entries) {
    const answer = await api.request(route, { cookie, ip, body });
    expect([route, answer.status, answer.body.reason]).toEqual([route, 429, 'too-many-attempts']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }
});

test('every entry locks: failures at any of them count for all', async () => {
  const { email, cookie } = await api.person();
  const wrong = 'wrong wrong';
  const entries = [
    ['POST /api/auth/sign-in', { email, password: wrong }],
    ['POST /api/session/step-up', { password: wrong }],
    ['POST /api/user/password', { currentPassword: wrong, newPassword: 'a brand new phrase' }],
  ] as const;
  for (let at = 0; at < 10; at += 1) {
    const [route, body] = entries[at % 3] ?? entries[0];
    expect((await api.request(route, { cookie, ip: `198.18.24.${at}`, body })).status).toBe(401);
  }
  expect((await signIn(email, password, '198.18.24.100')).status).toBe(429);
});

/** The Cognito refresh token behind a cookie, as somebody could open it who holds cookie and table. */
async function refreshTokenOf(cookie: string): Promise<string> {
  const [accountId = '', , secret = ''] = cookie.split('.');
  for (const item of await api.items()) {
    if (item['pk'] !== `ACCOUNT#${accountId}` || typeof item['sealedToken'] !== 'string') continue;
    try {
      return openToken(item['sealedToken'], secret, { accountId, sessionId: String(item['id']) });
    } catch {
      // Another session's.
    }
  }
  throw new Error('No session of this cookie');
}

test('no token lives after signing out: neither the cookie nor Cognito’s (incident 6, ASVS 7.4.1)', async () => {
  const { accountId, cookie } = await api.person();
  const token = await refreshTokenOf(cookie);
  expect(await api.pool.accessToken(accountId, token)).not.toBeNull();
  await api.request('POST /api/auth/sign-out', { cookie });
  expect(await api.pool.accessToken(accountId, token)).toBeNull();
  expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
});

test('a reset keeps no session and no token, of two either (Strapi CVE-2026-22706)', async () => {
  const { email, accountId, cookie } = await api.person();
  const other = (await api.signIn(email)) ?? '';
  const tokens = [await refreshTokenOf(cookie), await refreshTokenOf(other)];
  await api.request('POST /api/auth/forgot-password', { body: { email } });
  const { code } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  await api.request('POST /api/auth/reset-password', {
    body: { email, code, newPassword: 'a brand new phrase' },
  });
  for (const held of [cookie, other])
    expect((await api.request('GET /api/session', { cookie: held })).status).toBe(401);
  for (const token of tokens) expect(await api.pool.accessToken(accountId, token)).toBeNull();
});

test('a sign-in that is under way while the password is reset opens nothing', async () => {
  const { email } = await api.person();
  const pool = {
    ...api.pool,
    // The old password was right; before its session starts, the owner has reset it.
    provePassword: async (username: string, secret: string) => {
      const proven = await api.pool.provePassword(username, secret);
      api.advance(10);
      await api.request('POST /api/auth/forgot-password', { body: { email } });
      const { code } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
      const reset = { email, code, newPassword: 'a brand new phrase' };
      expect((await api.request('POST /api/auth/reset-password', { body: reset })).status).toBe(204);
      return proven;
    },
  };
  const viewer = { ip: '198.18.30.1', browser: 'Firefox 141', os: 'Linux', device: 'desktop' } as const;
  const late = await signInCase({ ...api.deps, pool }, { email, password, viewer, replaces: null });
  const cookie = late.ok && 'setCookie' in late ? /=([^;]+)/.exec(late.setCookie)?.[1] : undefined;
  expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
});

test('the proof of a password change leaves no tokens alive', async () => {
  const { cookie } = await api.person();
  api.cognitoCalls.take();
  await api.request('POST /api/user/password', {
    cookie,
    body: { currentPassword: password, newPassword: 'a brand new phrase' },
  });
  expect(api.cognitoCalls.take()).toEqual(['AdminInitiateAuth', 'RevokeToken', 'AdminSetUserPassword']);
});

test('every character of a password counts, to the last of 128 (Okta 2024, ASVS 6.2.8)', async () => {
  const longest = Array.from({ length: 128 }, (_, at) => String.fromCodePoint(0x21 + (at % 90))).join('');
  // Four bytes each, so that a cut at 72 or 256 bytes shows too.
  const emoji = Array.from({ length: 128 }, (_, at) => String.fromCodePoint(0x1f600 + (at % 60))).join('');
  for (const secret of [longest, emoji, longest.slice(0, 8), longest.slice(0, 73)]) {
    const { email, cookie } = await api.person();
    const changed = await api.request('POST /api/user/password', {
      cookie,
      body: { currentPassword: password, newPassword: secret },
    });
    expect(changed.status).toBe(204);
    const letters = [...secret];
    for (let at = 0; at < letters.length; at += 1) {
      const other = letters.with(at, letters[at] === 'x' ? 'y' : 'x').join('');
      expect([at, (await api.pool.provePassword(email, other)).outcome]).toEqual([at, 'refused']);
      // Past Cognito's own lock-out of some seconds.
      if (at % 4 === 3) api.advance(hours);
      if (at % 4 === 3) expect((await api.pool.provePassword(email, secret)).outcome).toBe('proven');
    }
    expect((await api.pool.provePassword(email, letters.slice(0, -1).join(''))).outcome).toBe('refused');
    expect((await api.pool.provePassword(email, `${secret}x`)).outcome).toBe('refused');
    api.advance(hours);
    expect(await api.signIn(email, secret)).toBeDefined();
  }
});
