import { AdminDeleteSoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';

import { readAccount } from '#functions/shared/account-item.ts';
import { hours, minutes, seconds } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { accountKey } from '#functions/shared/table.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { challengeOf, personWithTwoFactor, signInWith } from '#functions/testing/two-factor.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

let addresses = 0;
/** A client address that no failures are counted for. */
const freshAddress = () => `198.18.${(addresses += 1) >> 8}.${addresses & 255}`;

const signIn = (email: string, secret = password) =>
  api.request('POST /api/auth/sign-in', { ip: freshAddress(), body: { email, password: secret } });
const answer = (challenge: string, method: string, code: string) =>
  api.request('POST /api/auth/second-factor', {
    ip: freshAddress(),
    body: { challenge, method, code },
  });
const stepUp = (cookie: string, code?: string) =>
  api.request('POST /api/session/step-up', { ip: freshAddress(), cookie, body: { password, code } });
const disable = (cookie: string, code: string) =>
  api.request('DELETE /api/user/two-factor', { ip: freshAddress(), cookie, body: { password, code } });
const isOn = async (cookie: string) =>
  (await api.request('GET /api/user/two-factor', { cookie })).body.enabled;
const setAccount = (accountId: string, field: string, value: unknown) =>
  api.table.client.send(
    new UpdateCommand({
      TableName: api.table.name,
      Key: accountKey(accountId),
      UpdateExpression: 'SET #field = :value',
      ExpressionAttributeNames: { '#field': field },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
const wrongRecoveryCode = 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAAA';

describe('guessing', () => {
  test('wrong codes are counted over challenges and addresses; a right password clears nothing (Microsoft 2024, incident 3, ASVS 6.6.3)', async () => {
    const { email, code } = await personWithTwoFactor(api);
    const challenges: string[] = [];
    for (let n = 0; n < 7; n += 1) challenges.push((await signIn(email)).body.challenge);
    const guesses = await Promise.all(
      challenges.flatMap((challenge, n) => [
        answer(challenge, 'totp', `00000${n}`),
        answer(challenge, 'recovery-code', wrongRecoveryCode),
      ]),
    );
    expect(guesses.filter(({ status }) => status === 400)).toHaveLength(10);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(4);
    const right = await answer(challenges[0]!, 'totp', code());
    expect([right.status, right.body.reason]).toEqual([429, 'too-many-attempts']);
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(0);
    // The right password waits, too, and afterwards gives no ten new tries.
    expect((await signIn(email)).status).toBe(429);
    api.advance(1 * minutes);
    const { challenge } = (await signIn(email)).body;
    expect((await answer(challenge, 'totp', '000000')).status).toBe(400);
    expect((await answer(challenge, 'totp', '000001')).status).toBe(429);
  });

  test('one count over password, code and recovery code, at every entry point (Keycloak CVE-2026-9798, incident 10)', async () => {
    const { email, cookie, code } = await personWithTwoFactor(api);
    const challenge = await challengeOf(api, email);
    const wrong = [
      () => signIn(email, 'not it at all'),
      () => answer(challenge, 'totp', '000000'),
      () => answer(challenge, 'recovery-code', wrongRecoveryCode),
      () => stepUp(cookie, '000000'),
      () => disable(cookie, wrongRecoveryCode),
    ];
    for (const attempt of [...wrong, ...wrong]) {
      // Cognito's own short lock-out after five failures is waited out.
      api.advance(20 * seconds);
      expect([400, 401]).toContain((await attempt()).status);
    }
    const last = code();
    api.advance(-30 * seconds);
    for (const attempt of [
      () => signIn(email),
      () => answer(challenge, 'totp', last),
      () => stepUp(cookie, last),
      () => disable(cookie, last),
    ])
      expect((await attempt()).status).toBe(429);
  });

  test('a reset password gives no new tries at the code, and leaves two-factor on (ASVS 6.4.3)', async () => {
    const { email, recoveryCodes, code } = await personWithTwoFactor(api);
    const old = await challengeOf(api, email);
    for (let n = 0; n < 10; n += 1) await answer(old, 'recovery-code', wrongRecoveryCode);
    await api.request('POST /api/auth/forgot-password', { body: { email } });
    const mailed = await api.mailed('latchkey.password.reset-requested', 'password-reset');
    api.advance(1);
    const newPassword = 'a brand new phrase';
    const reset = { email, code: mailed.code, newPassword };
    expect((await api.request('POST /api/auth/reset-password', { body: reset })).status).toBe(204);
    expect((await signIn(email, newPassword)).status).toBe(429);
    api.advance(1 * minutes);
    const first = await signIn(email, newPassword);
    expect([first.body.status, first.cookie]).toEqual(['second-factor-required', undefined]);
    // What the old password had proven proves nothing any more.
    expect((await answer(old, 'recovery-code', recoveryCodes[0]!)).body.reason).toBe('challenge-expired');
    expect((await answer(first.body.challenge, 'totp', code())).status).toBe(200);
  });
});

test('an address change and its revert leave two-factor on', async () => {
  const { accountId, email, cookie, code, recoveryCodes } = await personWithTwoFactor(api);
  const stepped = (await stepUp(cookie, code())).cookie!;
  const fresh = `${newId()}@example.test`;
  const body = { email: fresh };
  expect((await api.request('POST /api/user/email-change', { cookie: stepped, body })).status).toBe(202);
  const confirm = await api.mailed('latchkey.email.change-requested', 'email-change-confirm');
  const follow = (step: string, token: string) =>
    api.request(`POST /api/auth/email-change/${step}`, { body: { token } });
  expect((await follow('confirm', confirm.token)).status).toBe(204);
  expect((await signInWith(api, fresh, { method: 'totp', code: code() })).status).toBe(200);
  const revert = await api.mailed('latchkey.email.changed', 'email-change-revert');
  expect((await follow('revert', revert.token)).status).toBe(204);
  const mailed = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  const newPassword = 'a brand new phrase';
  await api.request('POST /api/auth/reset-password', { body: { email, code: mailed.code, newPassword } });
  const { status, body: first, cookie: given } = await signIn(email, newPassword);
  expect([status, first.status, given]).toEqual([200, 'second-factor-required', undefined]);
  expect((await answer(first.challenge, 'recovery-code', recoveryCodes[0]!)).status).toBe(200);
  expect((await readAccount(api.table, accountId))?.twoFactor?.status).toBe('on');
});

describe('replay', () => {
  test('a code opens once, at whatever entry point (ASVS 6.5.1)', async () => {
    const { email, cookie, code } = await personWithTwoFactor(api);
    const [one, two] = [await challengeOf(api, email), await challengeOf(api, email)];
    const shown = code();
    expect((await answer(one, 'totp', shown)).status).toBe(200);
    expect((await answer(two, 'totp', shown)).body.reason).toBe('code-used');
    expect((await stepUp(cookie, shown)).body.reason).toBe('code-used');
    expect((await disable(cookie, shown)).body.reason).toBe('code-used');
    // Nor does an answered challenge open again with the next code.
    expect((await answer(one, 'totp', code())).body.reason).toBe('challenge-expired');
  });
});

describe('two accounts', () => {
  test("nothing of one proves or changes anything of the other's (incident 8)", async () => {
    const [ada, eve] = [await personWithTwoFactor(api), await personWithTwoFactor(api)];
    const before = await ofAccount(eve.accountId);
    const adas = await challengeOf(api, ada.email);
    expect((await answer(adas, 'totp', eve.code())).body.reason).toBe('invalid-code');
    expect((await answer(adas, 'recovery-code', eve.recoveryCodes[0]!)).body.reason).toBe('invalid-code');
    expect((await stepUp(ada.cookie, eve.code())).body.reason).toBe('invalid-code');
    expect((await stepUp(ada.cookie, eve.recoveryCodes[0])).body.reason).toBe('invalid-code');
    expect((await disable(ada.cookie, eve.code())).body.reason).toBe('invalid-code');
    expect((await disable(ada.cookie, eve.recoveryCodes[0]!)).body.reason).toBe('invalid-code');
    api.advance(1 * minutes);
    // All that Ada can do to hers leaves Eve's as it was.
    const { cookie } = await stepUp(ada.cookie, ada.code());
    const made = await api.request('POST /api/user/two-factor/recovery-codes', { cookie });
    expect((await disable(made.cookie!, made.body.recoveryCodes[0])).status).toBe(204);
    expect(await ofAccount(eve.accountId)).toEqual(before);
    expect((await signInWith(api, eve.email, { method: 'totp', code: eve.code() })).status).toBe(200);
  });

  test("a challenge's account can't be exchanged, and it shows nothing", async () => {
    const { email, accountId } = await personWithTwoFactor(api);
    const challenge = await challengeOf(api, email);
    const bytes = Buffer.from(challenge, 'base64url');
    for (const told of [email, accountId]) expect(bytes.toString('latin1')).not.toContain(told);
    for (const at of [0, 20, bytes.length - 1]) {
      const forged = Buffer.from(bytes);
      forged[at]! ^= 1;
      const { body } = await answer(forged.toString('base64url'), 'totp', '000000');
      expect(body.reason).toBe('challenge-expired');
    }
  });
});

/** What the table holds of an account, but for when its sessions were last seen. */
async function ofAccount(accountId: string) {
  const items = (await api.items()).filter((item) => JSON.stringify(item).includes(accountId));
  return items.map(({ lastSeenAt: _, ...item }) => item);
}

describe('who has two-factor on', () => {
  test('is told to nobody without the right password: same bytes, same work (ASVS 6.3.8)', async () => {
    const { email } = await personWithTwoFactor(api);
    const plain = await api.person();
    const seen = [];
    for (const address of [email, plain.email, `${newId()}@example.test`]) {
      api.counter.take();
      const { status, body, headers } = await signIn(address, 'not it at all');
      seen.push({ status, body: { ...body, requestId: '' }, headers, calls: api.counter.take().calls });
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]!.status).toBe(401);
  });
});

describe('our registry decides, whatever Cognito answers', () => {
  test('where Cognito has forgotten the authenticator, the password alone opens nothing; a recovery code does', async () => {
    const { email, accountId, cookie, code, recoveryCodes } = await personWithTwoFactor(api);
    const { userPoolId } = api.cognito;
    await api.poolClient.send(
      new AdminDeleteSoftwareTokenCommand({ UserPoolId: userPoolId, Username: accountId }),
    );
    const first = await signIn(email);
    expect([first.cookie, first.body.methods]).toEqual([undefined, ['recovery-code']]);
    expect((await answer(first.body.challenge, 'totp', code())).body.reason).toBe('invalid-code');
    expect((await stepUp(cookie)).body.reason).toBe('second-factor-required');
    expect((await stepUp(cookie, code())).body.reason).toBe('invalid-code');
    expect((await answer(first.body.challenge, 'recovery-code', recoveryCodes[0]!)).status).toBe(200);
  });

  test('where Cognito no longer asks, it is made to, and the tokens it gave are revoked', async () => {
    const { email, accountId, code } = await personWithTwoFactor(api);
    await api.pool.stopAskingForAuthenticator(accountId);
    const revoke = api.pool.revoke.bind(api.pool);
    const revoked: string[] = [];
    api.pool.revoke = (token) => {
      revoked.push(token);
      return revoke(token);
    };
    expect((await signIn(email)).body.methods).toEqual(['totp', 'recovery-code']);
    api.pool.revoke = revoke;
    expect(revoked).toHaveLength(1);
    expect(await api.pool.accessToken(accountId, revoked[0]!)).toBeNull();
    expect((await signInWith(api, email, { method: 'totp', code: code() })).status).toBe(200);
  });

  test('where Cognito asks for what our registry knows nothing of, the password signs in', async () => {
    const { email, accountId } = await personWithTwoFactor(api);
    await setAccount(accountId, 'twoFactor', null);
    expect((await signIn(email)).body).toEqual({ status: 'signed-in' });
  });
});

test('while Cognito is down nobody gets in by a code, and afterwards the same challenge is good (incident 13)', async () => {
  const { email, code, recoveryCodes } = await personWithTwoFactor(api);
  const challenge = await challengeOf(api, email);
  const shown = code();
  api.cognito.fault('down');
  const down = await answer(challenge, 'totp', shown);
  // A recovery code is ours to check.
  const ours = await answer(challenge, 'recovery-code', recoveryCodes[0]!);
  api.cognito.fault('up');
  expect([down.status, down.body.reason, down.cookie]).toEqual([503, 'dependency-unavailable', undefined]);
  expect(ours.status).toBe(200);
  expect((await answer(challenge, 'totp', shown)).status).toBe(200);
});

describe('a session', () => {
  test.each(['disable', 'regenerate'] as const)(
    'gets another secret when two-factor changes: %s (ASVS 7.2.4)',
    async (change) => {
      const { cookie, code } = await personWithTwoFactor(api);
      const held = (await stepUp(cookie, code())).cookie!;
      const { cookie: changed } =
        change === 'disable'
          ? await disable(held, code())
          : await api.request('POST /api/user/two-factor/recovery-codes', { cookie: held });
      expect((await api.request('GET /api/session', { cookie: changed })).status).toBe(200);
      expect(changed).not.toBe(held);
      api.advance(11 * seconds);
      expect((await api.request('GET /api/session', { cookie: held })).status).toBe(401);
    },
  );

  test('that began with a recovery code has no tokens, signs out, and gets some by stepping up with a code', async () => {
    const { email, code, recoveryCodes } = await personWithTwoFactor(api);
    const begin = async (index: number) =>
      (await signInWith(api, email, { method: 'recovery-code', code: recoveryCodes[index]! })).cookie!;
    expect((await api.request('POST /api/auth/sign-out', { cookie: await begin(0) })).status).toBe(204);
    const cookie = await begin(1);
    const sealed = async () =>
      (await api.items()).filter(({ pk, sk, sealedToken, supersededUntil }) => {
        const mine = pk === `ACCOUNT#${cookie.split('.')[0]}` && String(sk).startsWith('SESSION#');
        return mine && supersededUntil === null && sealedToken === null;
      }).length;
    expect(await sealed()).toBe(1);
    expect((await stepUp(cookie, code())).status).toBe(200);
    expect(await sealed()).toBe(0);
  });
});

describe('cooling off', () => {
  test('a factor added within a day guards two-factor, which is older, for that day', async () => {
    const { accountId, cookie, code } = await personWithTwoFactor(api);
    api.advance(1 * seconds);
    // As adding a passkey does.
    await setAccount(accountId, 'factorAddedAt', api.now().toISOString());
    await setAccount(accountId, 'sessionTimeoutMinutes', null);
    const refused = await disable(cookie, code());
    expect([refused.status, refused.body.reason]).toEqual([403, 'factor-too-new']);
    const { body } = await api.request('GET /api/user/two-factor', { cookie });
    expect(Date.parse(body.guardedUntil) - api.now().getTime()).toBeGreaterThan(23 * hours);
    expect(await isOn(cookie)).toBe(true);
    api.advance(24 * hours);
    expect((await disable(cookie, code())).status).toBe(204);
  });
});

describe('round trips', () => {
  test.each(['totp', 'recovery-code'] as const)(
    'a second factor (%s) costs three to the table, besides counting calls and failures',
    async (method) => {
      const { email, code, recoveryCodes } = await personWithTwoFactor(api);
      const challenge = await challengeOf(api, email);
      const given = method === 'totp' ? code() : recoveryCodes[0]!;
      api.counter.take();
      expect((await answer(challenge, method, given)).status).toBe(200);
      const { calls, writeUnits } = api.counter.take();
      // Counted: calls of the address; failures of address and account, reserved and given back.
      const counting = calls.filter((call) => call === 'UpdateItem' || call === 'DeleteItem');
      expect(counting).toHaveLength(5);
      const own = calls.filter((call) => call !== 'UpdateItem' && call !== 'DeleteItem');
      expect(own).toEqual(['BatchGetItem', 'BatchGetItem', 'TransactWriteItems']);
      expect(writeUnits).toBeLessThanOrEqual(40);
    },
  );

  test('the status costs one read beside the authentication', async () => {
    const { cookie } = await personWithTwoFactor(api);
    api.counter.take();
    await isOn(cookie);
    expect(api.counter.take().calls).toEqual(['BatchGetItem', 'GetItem']);
  });
});
