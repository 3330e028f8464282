import { generateSync } from 'otplib';

import { seconds } from '#functions/shared/clock.ts';
import { password, type TestApi } from './test-api.ts';

/** What an authenticator with this secret shows after the code that it shows now: one that wasn't used before. */
export function freshCode(api: TestApi, secret: string): string {
  api.advance(30 * seconds);
  return generateSync({ secret, epoch: Math.floor(api.now().getTime() / 1000) });
}

/** Turns two-factor on for whoever holds a session; gives the new cookie, the secret and the recovery codes. */
export async function enableTwoFactor(api: TestApi, cookie: string) {
  const stepped = await api.stepUp(cookie);
  const { body } = await api.request('POST /api/user/two-factor/enrol', { cookie: stepped });
  const secret: string = body.secret;
  const confirmed = await api.request('POST /api/user/two-factor/confirm', {
    cookie: stepped,
    body: { code: freshCode(api, secret) },
  });
  const recoveryCodes: string[] = confirmed.body.recoveryCodes;
  return { cookie: confirmed.cookie ?? '', secret, recoveryCodes };
}

/** A person with two-factor on; `code` shows a fresh code of their authenticator. */
export async function personWithTwoFactor(api: TestApi) {
  const person = await api.person();
  const enabled = await enableTwoFactor(api, person.cookie);
  return { ...person, ...enabled, code: () => freshCode(api, enabled.secret) };
}

/** The challenge that the right password gets; it proves the password. */
export async function challengeOf(api: TestApi, email: string, secret = password): Promise<string> {
  const { body } = await api.request('POST /api/auth/sign-in', { body: { email, password: secret } });
  return body.challenge;
}

/** Signs in with the password and a second factor; gives the whole answer. */
export async function signInWith(
  api: TestApi,
  email: string,
  second: { method: 'totp' | 'recovery-code'; code: string },
) {
  const challenge = await challengeOf(api, email);
  return api.request('POST /api/auth/second-factor', { body: { challenge, ...second } });
}
