import { generateSync } from 'otplib';

import { readAccount } from '#functions/shared/account-item.ts';
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

/** What a crash test keeps of a person whose two-factor goes on and off. */
export interface Survivor {
  readonly email: string;
  readonly accountId: string;
  secret: string;
  recoveryCodes: string[];
}

/** What crash tests do with people between kills; `fresh` addresses have no failures counted (a killed try has). */
export function survival(api: TestApi) {
  let addresses = 0;
  const isOn = async ({ accountId }: Survivor) =>
    (await readAccount(api.table, accountId))?.twoFactor?.status === 'on';
  const byPassword = ({ email }: Survivor) =>
    api.request('POST /api/auth/sign-in', { body: { email, password } });
  const byCode = ({ email, secret }: Survivor) =>
    signInWith(api, email, { method: 'totp', code: freshCode(api, secret) });
  /** A new session, by every proof that is asked for. */
  const cookieOf = async (person: Survivor) => {
    const { cookie } = (await isOn(person)) ? await byCode(person) : await byPassword(person);
    if (cookie === undefined) throw new Error('Nobody can sign in');
    return cookie;
  };

  return {
    isOn,
    byPassword,
    cookieOf,
    freshAddress: () => `198.18.${(addresses += 1) >> 8}.${addresses & 255}`,
    person: async (): Promise<Survivor> => {
      const { email, accountId } = await api.person();
      return { email, accountId, secret: '', recoveryCodes: [] };
    },
    /** Turns it on from the start; gives the cookie. */
    enable: async (person: Survivor) => {
      const { secret, recoveryCodes, cookie } = await enableTwoFactor(api, await cookieOf(person));
      Object.assign(person, { secret, recoveryCodes });
      return cookie;
    },
    disable: async (person: Survivor) => {
      const body = {
        cookie: await cookieOf(person),
        body: { password, code: freshCode(api, person.secret) },
      };
      const { status } = await api.request('DELETE /api/user/two-factor', body);
      if (status !== 204) throw new Error(`Disabling was answered with ${status}`);
    },
    /**
     * What must hold at any moment: while it is on, the password alone gives no session and the authenticator one;
     * while it is off, the password does. Tells which.
     */
    checkWayIn: async (person: Survivor): Promise<boolean> => {
      const on = await isOn(person);
      const first = await byPassword(person);
      if (first.status !== 200 || (first.cookie === undefined) !== on)
        throw new Error(`On: ${on}, but the password got ${first.status} ${JSON.stringify(first.body)}`);
      if (on && (await byCode(person)).status !== 200) throw new Error('The authenticator signs nobody in');
      return on;
    },
  };
}
