import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';

import { minutes } from '#functions/shared/clock.ts';
import { authenticate } from '#functions/shared/session/authenticate.ts';
import { cookieName, readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { eventKey } from '#functions/shared/table.ts';
import { describeViewer } from '#functions/shared/viewer.ts';
import { killSwitch } from '#functions/testing/kill-switch.ts';
import { createPasskey, type Passkey, usePasskey } from '#functions/testing/software-authenticator.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { addPasskey } from './add-passkey.ts';
import { finishPasskeySignIn } from './finish-passkey-sign-in.ts';
import { listPasskeys } from './list-passkeys.ts';
import { removePasskey } from './remove-passkey.ts';

/**
 * Killed before and after every call of Cognito and of the table: whatever was half done is finished by trying again,
 * by the next adding, or by signing in, and no passkey signs in that its owner was not told of.
 */
let api: TestApi;
let kill: ReturnType<typeof killSwitch>;
beforeAll(async () => {
  api = await startTestApi();
  kill = killSwitch(api.table.client, api.poolClient);
});

/**
 * Acts again and again, killed before its first write, before its second (which is after the first), and so on; at last
 * not killed at all, but its answer lost. Gives how many writes there were.
 */
async function killedAtEveryWrite<S>(
  setUp: () => Promise<S>,
  act: (state: S) => Promise<unknown>,
  check: (state: S) => Promise<void>,
): Promise<number> {
  for (let write = 1; ; write += 1) {
    const state = await setUp();
    kill.arm(write, 'before');
    await act(state).catch(() => undefined);
    const killed = kill.revive();
    await check(state);
    if (!killed) return write - 1;
  }
}

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
  const { Items = [] } = await api.table.client.send(
    new QueryCommand({
      TableName: api.table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': eventKey(accountId, '').pk },
    }),
  );
  return Items.filter(({ type }) => type === `latchkey.passkey.${what}`).length;
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
])('adding, killed at any write, is finished by %s', async (_, heal) => {
  const writes = await killedAtEveryWrite(
    newcomer,
    async ({ cookie, credential }) =>
      addPasskey(api.deps, { auth: await authOf(cookie), name: 'Laptop', credential, viewer }),
    async (person) => {
      await heal(person);
      const works = (await signIn(person)) === 200 ? 1 : 0;
      // Listed, and its owner told once, exactly when it signs in.
      expect([await listed(person.accountId), await told(person.accountId, 'added')]).toEqual([works, works]);
    },
  );
  expect(writes).toBe(4);
});

test('removing, killed at any write, is finished by the same request', async () => {
  const writes = await killedAtEveryWrite(
    owner,
    async ({ cookie, id }) => removePasskey(api.deps, { auth: await authOf(cookie), id, viewer }),
    async (person) => {
      const { cookie, id, accountId } = person;
      const again = await api.request('DELETE /api/user/passkeys/{id}', { cookie, params: { id } });
      expect([204, 404]).toContain(again.status);
      expect(await signIn(person)).toBe(401);
      expect([await listed(accountId), await told(accountId, 'removed')]).toEqual([0, 1]);
    },
  );
  expect(writes).toBe(3);
});

test('signing in, killed at any write, works the next time', async () => {
  const person = await owner();
  const { email, passkey } = person;
  await killedAtEveryWrite(
    async () => {
      const { body } = await api.request('POST /api/auth/passkey/options', { body: { email } });
      return { challenge: body.challenge as string, credential: usePasskey(passkey, body.options) };
    },
    (command) => finishPasskeySignIn(api.deps, { ...command, viewer, replaces: null }),
    async () => {
      expect(await signIn(person)).toBe(200);
    },
  );
});
