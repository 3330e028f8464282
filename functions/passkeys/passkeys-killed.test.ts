import { beforeAll, expect, test } from 'vitest';

import { minutes } from '#functions/shared/clock.ts';
import { authenticate } from '#functions/shared/session/authenticate.ts';
import { cookieName, readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { describeViewer } from '#functions/shared/viewer.ts';
import { killedAtEveryCall } from '#functions/testing/killed.ts';
import { createPasskey, type Passkey, usePasskey } from '#functions/testing/software-authenticator.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { addPasskey } from './add-passkey.ts';
import type { PasskeyDeps } from './deps.ts';
import { finishPasskeySignIn } from './finish-passkey-sign-in.ts';
import { listPasskeys } from './list-passkeys.ts';
import { removePasskey } from './remove-passkey.ts';

/**
 * Killed before and after every call of Cognito and of the table: whatever was half done is finished by trying again,
 * by the next adding, or by signing in, and no passkey signs in that its owner was not told of.
 */
let api: TestApi;
let deps: PasskeyDeps;
beforeAll(async () => {
  api = await startTestApi();
  deps = api.deps;
});

const viewer = describeViewer('203.0.113.7', 'Firefox/141.0');

const authOf = async (cookie: string) =>
  (await authenticate(api.table, readSessionCookie([`${cookieName}=${cookie}`])!, api.now()))!;

/** Somebody who has just made a passkey in their browser. */
async function newcomer() {
  // Past what limits and failures count.
  api.advance(61 * minutes);
  const person = await api.person();
  const cookie = await api.stepUp(person.cookie);
  const { body } = await api.request('POST /api/user/passkeys/options', { cookie });
  return { ...person, cookie, ...createPasskey(body.options) };
}
type Newcomer = Awaited<ReturnType<typeof newcomer>>;

const send = ({ cookie, credential }: Newcomer) =>
  api.request('POST /api/user/passkeys', { cookie, body: { name: 'Laptop', credential } });

async function owner() {
  const person = await newcomer();
  const answer = await send(person);
  return { ...person, id: answer.body.id as string, cookie: answer.cookie! };
}

async function signIn({ email, passkey }: { email: string; passkey: Passkey }) {
  const { body } = await api.request('POST /api/auth/passkey/options', { body: { email } });
  const credential = usePasskey(passkey, body.options);
  const { challenge } = body;
  return (await api.request('POST /api/auth/passkey/verify', { body: { challenge, credential } })).status;
}

const listed = async (accountId: string) => (await listPasskeys(api.table, accountId)).passkeys.length;

const told = async (accountId: string, what: string) => {
  const own = (await api.events()).filter((event) => event.accountId === accountId);
  return own.filter(({ type }) => type === `latchkey.passkey.${what}`).length;
};

test.each([
  [
    'the same request',
    async (person: Newcomer) => {
      expect((await send(person)).status).toBe(201);
      expect(await signIn(person)).toBe(200);
    },
  ],
  [
    'the next adding',
    async ({ cookie, accountId }: Newcomer) => {
      await api.request('POST /api/user/passkeys/options', { cookie });
      const before = await listed(accountId);
      expect(await told(accountId, 'added')).toBe(before);
    },
  ],
  ['signing in', () => Promise.resolve()],
])('adding, killed at any call, is finished by %s', async (_, heal) => {
  const calls = await killedAtEveryCall(deps, {
    setUp: newcomer,
    act: async (dying, { cookie, credential }) =>
      addPasskey(dying, { auth: await authOf(cookie), name: 'Laptop', credential, viewer }),
    check: async (person) => {
      await heal(person);
      const works = (await signIn(person)) === 200 ? 1 : 0;
      // Listed, and its owner told once, exactly when it signs in.
      expect([await listed(person.accountId), await told(person.accountId, 'added')]).toEqual([works, works]);
    },
  });
  expect(calls).toBe(4);
});

test('removing, killed at any call, is finished by the same request', async () => {
  const calls = await killedAtEveryCall(deps, {
    setUp: owner,
    act: async (dying, { cookie, id }) => removePasskey(dying, { auth: await authOf(cookie), id, viewer }),
    check: async (person) => {
      const { cookie, id, accountId } = person;
      const again = await api.request('DELETE /api/user/passkeys/{id}', { cookie, params: { id } });
      expect([204, 404]).toContain(again.status);
      expect(await signIn(person)).toBe(401);
      expect([await listed(accountId), await told(accountId, 'removed')]).toEqual([0, 1]);
    },
  });
  expect(calls).toBe(4);
});

test('signing in, killed at any call, works the next time', async () => {
  const person = await owner();
  await killedAtEveryCall(deps, {
    setUp: () => Promise.resolve(person),
    act: async (dying, { email, passkey }) => {
      const { body } = await api.request('POST /api/auth/passkey/options', { body: { email } });
      const credential = usePasskey(passkey, body.options);
      await finishPasskeySignIn(dying, { challenge: body.challenge, credential, viewer, replaces: null });
    },
    check: async () => {
      expect(await signIn(person)).toBe(200);
    },
  });
});
