import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';

import { live, newEmail, newPassword, openTestPool } from './tests/test-pool.ts';

const pool = await openTestPool();

const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' };

const failTimes = async (username: string, times: number) => {
  for (let n = 0; n < times; n += 1) {
    await expect(pool.signIn(username, newPassword())).rejects.toMatchObject(wrong);
  }
};

test('the right password gives bearer tokens for five minutes', async () => {
  const user = await pool.addUser();

  const { ChallengeName, AuthenticationResult } = await pool.signIn(user.email, user.password);

  expect(ChallengeName).toBeUndefined();
  expect(AuthenticationResult).toMatchObject({ ExpiresIn: 300, TokenType: 'Bearer' });
});

test('the username is the address in any case, or the sub', async () => {
  const user = await pool.addUser();

  for (const username of [user.email, user.email.toUpperCase(), user.sub]) {
    const { AuthenticationResult } = await pool.signIn(username, user.password);
    expect(decodeJwt(AuthenticationResult!.AccessToken!).sub).toBe(user.sub);
  }
});

test('a wrong password and an unknown user are refused alike', async () => {
  const user = await pool.addUser();

  await expect(pool.signIn(user.email, newPassword())).rejects.toMatchObject(wrong);
  await expect(pool.signIn(newEmail(), newPassword())).rejects.toMatchObject(wrong);
});

test('the last character of a long password counts', async () => {
  const password = 'x'.repeat(256);
  const user = await pool.addUser(newEmail(), password);

  await expect(pool.signIn(user.email, `${password.slice(0, -1)}y`)).rejects.toMatchObject(wrong);
  await expect(pool.signIn(user.email, password.slice(0, -1))).rejects.toMatchObject(wrong);
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

test.each(['USERNAME', 'PASSWORD'])('%s must be given', async (missing) => {
  const email = newEmail();
  const all = { USERNAME: email, PASSWORD: newPassword(), SECRET_HASH: pool.secretHash(email) };
  const parameters = Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing));

  await expect(
    pool.client.send(
      new AdminInitiateAuthCommand({
        ...pool.ids,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: parameters,
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('a disabled user is told so after the right password only, and signs in once enabled', async () => {
  const user = await pool.addUser();
  const target = { ...pool.ids, Username: user.sub };

  await pool.client.send(new AdminDisableUserCommand(target));
  await expect(pool.signIn(user.email, newPassword())).rejects.toMatchObject(wrong);
  await expect(pool.signIn(user.email, user.password)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User is disabled.',
  });

  await pool.client.send(new AdminEnableUserCommand(target));
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

test('the fifth failure locks even the right password out, for a second', async () => {
  const user = await pool.addUser();

  await failTimes(user.email, 5);
  await expect(pool.signIn(user.email, user.password)).rejects.toMatchObject(locked);

  await pool.pass(1.5);
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

test('the lock-out counts for every name of the user', async () => {
  const user = await pool.addUser();

  await failTimes(user.email, 3);
  await failTimes(user.email.toUpperCase(), 2);

  await expect(pool.signIn(user.sub, user.password)).rejects.toMatchObject(locked);
});

test('each further failure doubles the lock-out, and attempts during one do not', async () => {
  const user = await pool.addUser();
  await failTimes(user.email, 5);
  await pool.pass(1.1);
  await failTimes(user.email, 1);

  await pool.pass(1.1);
  await expect(pool.signIn(user.email, newPassword())).rejects.toMatchObject(locked);
  await pool.pass(1.1);
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

test('a complete sign-in forgets the failures', async () => {
  const user = await pool.addUser();
  await failTimes(user.email, 4);
  await pool.tokensOf(user);

  await failTimes(user.email, 4);
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

// Needs a shifted clock: the lock-outs add up to half an hour.
test.skipIf(live)('a lock-out lasts 15 minutes at most', async () => {
  const user = await pool.addUser();
  await failTimes(user.email, 5);
  for (let lock = 1; lock <= 512; lock *= 2) {
    await pool.pass(lock);
    await failTimes(user.email, 1);
  }

  // Attempts on the way keep the fifteen minutes from counting as quiet ones.
  for (const seconds of [600, 299]) {
    await pool.pass(seconds);
    await expect(pool.signIn(user.email, user.password)).rejects.toMatchObject(locked);
  }
  await pool.pass(1);
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

// Needs a shifted clock: a quarter of an hour.
test.skipIf(live)('fifteen minutes without an attempt forget the failures', async () => {
  const user = await pool.addUser();
  await failTimes(user.email, 5);
  await pool.pass(14 * 60);
  await failTimes(user.email, 1);
  await expect(pool.signIn(user.email, user.password)).rejects.toMatchObject(locked);

  await pool.pass(15 * 60);
  await failTimes(user.email, 4);
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});
