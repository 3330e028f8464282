import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';

import { hours, minutes } from '#functions/shared/clock.ts';
import { dueBuckets, listDue } from '#functions/shared/due-item.ts';
import { newId } from '#functions/shared/ids.ts';
import { accountKey } from '#functions/shared/table.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import {
  enableTwoFactor,
  freshCode,
  personWithTwoFactor,
  signInWith,
} from '#functions/testing/two-factor.ts';
import { completeRecovery, type CompleteRecoveryDeps } from './complete-recovery.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const requested = 'latchkey.recovery.requested';
const started = 'latchkey.recovery.started';
const request = (email: string) => api.request('POST /api/auth/recovery/request', { body: { email } });
const follow = (step: 'start' | 'cancel', token: string) =>
  api.request(`POST /api/auth/recovery/${step}`, { body: { token } });
const withdraw = (cookie: string) => api.request('DELETE /api/user/recovery', { cookie });
const banner = async (cookie: string) => (await api.request('GET /api/session', { cookie })).body.recovery;
const status = async (email: string) =>
  (await api.request('POST /api/auth/sign-in', { body: { email, password: 'plum teapot harbour' } })).body
    .status;
const countOf = async (type: string, accountId: string) =>
  (await api.events()).filter((event) => event.type === type && event.accountId === accountId).length;

/** The token that the request's mail carries. */
async function ask(email: string): Promise<string> {
  await request(email);
  return (await api.mailed(requested, 'recovery-start')).token;
}

/** Sets a field of an account, as its own feature would. */
const set = (accountId: string, field: string, value: unknown) =>
  api.table.client.send(
    new UpdateCommand({
      TableName: api.table.name,
      Key: accountKey(accountId),
      UpdateExpression: `SET ${field} = :value`,
      ExpressionAttributeValues: { ':value': value },
    }),
  );

/** Somebody whose recovery waits; `cancelToken` is in the mail that told them. */
async function waiting() {
  const person = await personWithTwoFactor(api);
  await set(person.accountId, 'sessionTimeoutMinutes', null);
  const startToken = await ask(person.email);
  const { body } = await follow('start', startToken);
  const { token: cancelToken } = await api.mailed(started, 'recovery-cancel');
  return { ...person, startToken, cancelToken, endsAt: String(body.endsAt) };
}

/** The account's due items, as the sweep finds them now. */
async function dueOf(accountId: string) {
  const buckets = Array.from({ length: dueBuckets }, (_, bucket) =>
    listDue(api.table, bucket, api.now(), 1000),
  );
  return (await Promise.all(buckets)).flat().filter((item) => item.accountId === accountId);
}

/** Completes what has fallen due for an account, as the sweep does. */
async function complete(accountId: string, deps: CompleteRecoveryDeps = api.deps) {
  for (const item of await dueOf(accountId)) await completeRecovery(deps, item);
}

describe('the request', () => {
  test('known and unknown addresses get the same answer after the same calls (ASVS 6.3.8)', async () => {
    const { email } = await personWithTwoFactor(api);
    api.counter.take();
    const known = await request(email);
    const knownCalls = api.counter.take().calls;
    const unknown = await request('nobody@example.test');
    const unknownCalls = api.counter.take().calls;
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    expect(unknownCalls).toEqual(knownCalls);
  });

  test('mails only the stored address, ten times an hour at most', async () => {
    const { email, accountId } = await api.person();
    for (let time = 0; time < 15; time += 1) expect((await request(email)).status).toBe(202);
    // The mail of the sign-up was the first.
    expect(await countOf(requested, accountId)).toBe(9);
  });

  test('without two-factor there is nothing to recover, and the mail says so', async () => {
    const { email, accountId, cookie } = await api.person();
    const token = await ask(email);
    expect((await api.lastEvent(requested)).data['twoFactor']).toBe(false);
    expect((await follow('start', token)).body.reason).toBe('two-factor-off');
    expect(await banner(cookie)).toBeNull();
    expect(await countOf(started, accountId)).toBe(0);
  });
});

describe('the link of the mail', () => {
  test('starts the wait of 72 hours, told by mail and in every session at once', async () => {
    const { email, cookie, startToken, endsAt } = await waiting();
    expect(Date.parse(endsAt) - api.now().getTime()).toBeGreaterThan(72 * hours - 1 * minutes);
    expect(await banner(cookie)).toEqual({ endsAt });
    expect((await api.lastEvent(started)).data).toMatchObject({ email, endsAt });
    // Until then nothing is weaker: the password alone does not sign in.
    expect(await status(email)).toBe('second-factor-required');
    api.advance(1 * hours);
    // Followed again it tells the same end.
    expect((await follow('start', startToken)).body).toEqual({ endsAt });
  });

  test('a second request while one waits puts nothing off and begins nothing', async () => {
    const { email, accountId, endsAt } = await waiting();
    api.advance(10 * hours);
    expect((await follow('start', await ask(email))).body).toEqual({ endsAt });
    expect(await countOf(started, accountId)).toBe(1);
  });

  test('followed twenty times at once, it begins one recovery and all are told the same', async () => {
    const { email, accountId } = await personWithTwoFactor(api);
    const token = await ask(email);
    const answers = await Promise.all(Array.from({ length: 20 }, () => follow('start', token)));
    // Under so much contention one may be told to try again.
    const told = answers.filter((answer) => answer.status !== 503);
    expect(new Set(told.map((answer) => answer.body.endsAt)).size).toBe(1);
    expect(await countOf(started, accountId)).toBe(1);
    api.advance(73 * hours);
    expect(await dueOf(accountId)).toHaveLength(1);
  });

  test('is good for an hour, for one purpose, for the newest request, and not for another account', async () => {
    const { email, accountId } = await personWithTwoFactor(api);
    const old = await ask(email);
    const newest = await ask(email);
    expect((await follow('start', old)).body.reason).toBe('code-expired');
    expect((await follow('cancel', newest)).body.reason).toBe('invalid-code');
    expect((await follow('start', `${newest}X`)).body.reason).toBe('invalid-code');
    expect((await follow('start', 'nonsense')).body.reason).toBe('invalid-code');
    const [, eventId, code] = newest.split('.');
    const eve = await personWithTwoFactor(api);
    expect((await follow('start', `${eve.accountId}.${eventId}.${code}`)).body.reason).toBe('code-expired');
    api.advance(1 * hours);
    expect((await follow('start', newest)).body.reason).toBe('code-expired');
    expect(await countOf(started, accountId)).toBe(0);
  });
});

describe('cancelling', () => {
  test('any live session cancels, and the link that began it is dead', async () => {
    const { email, accountId, cookie, code, startToken, cancelToken } = await waiting();
    const other = await signInWith(api, email, { method: 'totp', code: code() });
    expect(await banner(other.cookie!)).not.toBeNull();
    expect((await withdraw(other.cookie!)).status).toBe(204);
    expect((await withdraw(cookie)).status).toBe(204);
    expect(await banner(cookie)).toBeNull();
    expect((await follow('cancel', cancelToken)).status).toBe(204);
    expect((await follow('start', startToken)).body.reason).toBe('code-expired');
    expect(await countOf('latchkey.recovery.cancelled', accountId)).toBe(1);
    api.advance(73 * hours);
    expect(await dueOf(accountId)).toEqual([]);
    expect(await status(email)).toBe('second-factor-required');
  });

  test('the mailed link cancels without a session, as often as it is followed', async () => {
    const { email, accountId, cancelToken } = await waiting();
    for (let time = 0; time < 2; time += 1) expect((await follow('cancel', cancelToken)).status).toBe(204);
    expect((await follow('cancel', `${cancelToken}X`)).body.reason).toBe('invalid-code');
    expect((await api.lastEvent('latchkey.recovery.cancelled')).data).toMatchObject({ email, how: 'link' });
    api.advance(73 * hours);
    await complete(accountId);
    expect(await status(email)).toBe('second-factor-required');
  });

  test("one person's session or link cancels nothing of another's", async () => {
    const ada = await waiting();
    const eve = await waiting();
    await withdraw(eve.cookie);
    const [, eventId, code] = eve.cancelToken.split('.');
    await follow('cancel', `${ada.accountId}.${eventId}.${code}`);
    expect(await banner(ada.cookie)).toEqual({ endsAt: ada.endsAt });
  });

  test('after the wait, but before the sweep came by, it still wins', async () => {
    const { email, accountId, cancelToken } = await waiting();
    api.advance(100 * hours);
    const items = await dueOf(accountId);
    expect(items).toHaveLength(1);
    expect((await follow('cancel', cancelToken)).status).toBe(204);
    for (const item of items) await completeRecovery(api.deps, item);
    expect(await status(email)).toBe('second-factor-required');
  });

  test('against the completion at the same moment: either it is cancelled, or it is refused and complete', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { email, accountId, cancelToken } = await waiting();
      api.advance(73 * hours);
      const [answer] = await Promise.all([
        follow('cancel', cancelToken),
        complete(accountId).catch(() => undefined),
      ]);
      await complete(accountId);
      const [cancelled, completed] = [
        await countOf('latchkey.recovery.cancelled', accountId),
        await countOf('latchkey.recovery.completed', accountId),
      ];
      expect([cancelled + completed, await status(email)]).toEqual([
        1,
        answer.status === 204 ? 'second-factor-required' : 'signed-in',
      ]);
      expect(answer.status === 204 ? cancelled : completed).toBe(1);
    }
  });
});

describe('after 72 hours', () => {
  test('two-factor is off, every session has ended, and the mail brings a password reset', async () => {
    const { email, accountId, cookie, cancelToken, recoveryCodes, secret } = await waiting();
    api.advance(72 * hours - 2 * minutes);
    expect(await dueOf(accountId)).toEqual([]);
    api.advance(3 * minutes);
    await complete(accountId);

    expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
    expect(await status(email)).toBe('signed-in');
    expect((await api.lastEvent('latchkey.two-factor.disabled')).data).toMatchObject({ how: 'recovery' });
    const { code } = await api.mailed('latchkey.recovery.completed', 'password-reset');
    const body = { email, code, newPassword: 'mine once more' };
    expect((await api.request('POST /api/auth/reset-password', { body })).status).toBe(204);
    const fresh = (await api.signIn(email, 'mine once more')) ?? '';
    const { body: factor } = await api.request('GET /api/user/two-factor', { cookie: fresh });
    expect(factor).toMatchObject({ enabled: false, recoveryCodesLeft: 0 });
    expect((await follow('cancel', cancelToken)).body.reason).toBe('code-expired');
    expect(JSON.stringify(await api.items())).not.toContain(recoveryCodes[0]!.replaceAll('-', ''));
    expect(secret).not.toBe('');
  });

  test('another authenticator can be enrolled then, and recovered again', async () => {
    const { email, accountId } = await waiting();
    api.advance(73 * hours);
    await complete(accountId);
    await enableTwoFactor(api, (await api.signIn(email)) ?? '');
    expect(await status(email)).toBe('second-factor-required');
    expect((await follow('start', await ask(email))).status).toBe(200);
    api.advance(73 * hours);
    await complete(accountId);
    expect(await status(email)).toBe('signed-in');
  });

  test('a recovery that lost its ground gives way to a new one, and its time does nothing to that', async () => {
    const { email, accountId, cookie, secret } = await waiting();
    const body = { password: 'plum teapot harbour', code: freshCode(api, secret) };
    const disabled = await api.request('DELETE /api/user/two-factor', { cookie, body });
    await enableTwoFactor(api, disabled.cookie!);
    api.advance(10 * hours);
    const { body: second } = await follow('start', await ask(email));
    api.advance(63 * hours);
    await complete(accountId);
    expect(await status(email)).toBe('second-factor-required');
    expect(Date.parse(second.endsAt)).toBeGreaterThan(api.now().getTime());
    api.advance(10 * hours);
    await complete(accountId);
    expect(await status(email)).toBe('signed-in');
  });

  test('handled twenty times at once, it completes once', async () => {
    const { accountId } = await waiting();
    api.advance(73 * hours);
    const [item] = await dueOf(accountId);
    await Promise.allSettled(Array.from({ length: 20 }, () => completeRecovery(api.deps, item!)));
    expect(await countOf('latchkey.recovery.completed', accountId)).toBe(1);
  });

  test('an address that has changed since gets nothing of it', async () => {
    const { email, accountId } = await waiting();
    await set(accountId, 'email', `${newId()}@example.test`);
    api.advance(73 * hours);
    await complete(accountId);
    expect(await status(email)).not.toBe('signed-in');
    expect((await api.lastEvent('latchkey.recovery.cancelled')).data).toMatchObject({
      how: 'address-changed',
    });
  });

  test('where two-factor was set up anew meanwhile, it stays on', async () => {
    const { email, accountId, cookie, secret } = await waiting();
    const body = { password: 'plum teapot harbour', code: freshCode(api, secret) };
    const disabled = await api.request('DELETE /api/user/two-factor', { cookie, body });
    expect(disabled.status).toBe(204);
    expect(await banner(disabled.cookie!)).toBeNull();
    const again = await enableTwoFactor(api, disabled.cookie!);
    expect(await banner(again.cookie)).toBeNull();
    api.advance(73 * hours);
    await complete(accountId);
    expect(await status(email)).toBe('second-factor-required');
    expect((await api.lastEvent('latchkey.recovery.cancelled')).data).toMatchObject({
      how: 'two-factor-changed',
    });
  });
});

describe('killed', () => {
  /** A pool or table that dies at its n-th write, before or after it took place. */
  function dying(at: number, when: 'before' | 'after'): CompleteRecoveryDeps {
    let writes = 0;
    const dies = async <T>(write: () => Promise<T>): Promise<T> => {
      writes += 1;
      if (writes !== at) return write();
      if (when === 'after') await write();
      throw new Error('killed');
    };
    const { client, name } = api.table;
    const send: typeof client.send = (command: any) =>
      /^(TransactWrite|Update|Put|Delete)/.test(command.constructor.name)
        ? dies(() => client.send(command))
        : client.send(command);
    return {
      ...api.deps,
      table: {
        name,
        client: new Proxy(client, {
          get: (target, key) => (key === 'send' ? send : Reflect.get(target, key)),
        }),
      },
      pool: {
        removeAuthenticator: (id) => dies(() => api.pool.removeAuthenticator(id)),
        signOutEverywhere: (id) => dies(() => api.pool.signOutEverywhere(id)),
      },
    };
  }

  const points = [1, 2, 3, 4].flatMap((at) => [[at, 'before'] as const, [at, 'after'] as const]);
  test.each(points)('at write %i, %s it: the next sweep or sign-in heals', async (at, when) => {
    const { email, accountId, cookie } = await waiting();
    api.advance(73 * hours);
    const [item] = await dueOf(accountId);
    await expect(completeRecovery(dying(at, when), item!)).rejects.toThrow('killed');
    // Half done, the password alone signs in only if the registry says so, and then no session of before lives.
    const halfway = (await api.request('GET /api/session', { cookie })).status;
    expect(halfway).toBe(at === 1 && when === 'before' ? 200 : 401);
    api.advance(10 * minutes);
    await completeRecovery(api.deps, item!);
    expect(await countOf('latchkey.recovery.completed', accountId)).toBe(1);
    const signedIn = (await api.signIn(email)) ?? '';
    await enableTwoFactor(api, signedIn);
    expect(await status(email)).toBe('second-factor-required');
    // Handled once more, late, it touches nothing that was made since.
    await completeRecovery(api.deps, item!);
    expect(await status(email)).toBe('second-factor-required');
  });

  test('before Cognito followed, the next sign-in heals by itself', async () => {
    const { email, accountId } = await waiting();
    api.advance(73 * hours);
    const [item] = await dueOf(accountId);
    await expect(completeRecovery(dying(2, 'before'), item!)).rejects.toThrow('killed');
    api.advance(1 * minutes);
    expect(await status(email)).toBe('signed-in');
  });

  test('a start of which the reply was lost is found begun', async () => {
    const { email, accountId } = await personWithTwoFactor(api);
    const token = await ask(email);
    const first = await follow('start', token);
    expect((await follow('start', token)).body).toEqual(first.body);
    expect(await countOf(started, accountId)).toBe(1);
  });
});
