import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';

import { newEmail, newPassword, openTestPool } from './tests/test-pool.ts';

const pool = await openTestPool();

const attributesOf = async (username: string) => {
  const { UserAttributes } = await pool.client.send(
    new AdminGetUserCommand({ ...pool.ids, Username: username }),
  );
  return Object.fromEntries(UserAttributes!.map(({ Name, Value }) => [Name, Value]));
};

test('a sign-up is neither confirmed nor verified, and nothing is sent', async () => {
  const email = newEmail();
  const answer = await pool.client.send(
    new SignUpCommand({
      ClientId: pool.clientId,
      SecretHash: pool.secretHash(email),
      Username: email,
      Password: newPassword(),
    }),
  );

  expect(answer.UserConfirmed).toBe(false);
  expect(answer.CodeDeliveryDetails).toBeUndefined();
  expect(await attributesOf(email)).toMatchObject({ sub: answer.UserSub, email });
  expect((await attributesOf(email)).email_verified).not.toBe('true');
});

test('an address that is taken is refused in any case of letters', async () => {
  const { email } = await pool.signUp();

  for (const again of [email, email.toUpperCase()]) {
    await expect(pool.signUp(again)).rejects.toMatchObject({ name: 'UsernameExistsException' });
  }
});

test('a second sign-up with a taken address leaves the account and its password alone', async () => {
  const user = await pool.addUser();

  await expect(pool.signUp(user.email, newPassword())).rejects.toMatchObject({
    name: 'UsernameExistsException',
  });

  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

test('a password that is too short breaks the policy', async () => {
  await expect(pool.signUp(newEmail(), 'seven77')).rejects.toMatchObject({
    name: 'InvalidPasswordException',
  });
});

test.each([
  ['longer than 256 characters', 'x'.repeat(257)],
  ['with a space at an end', ' spaces outside '],
])('a password %s is an invalid parameter', async (_, password) => {
  await expect(pool.signUp(newEmail(), password)).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('letters of any script, spaces inside and no digits make a password', async () => {
  const user = await pool.addUser(newEmail(), 'пароль из слов 密码');

  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

test('a username must be an email address', async () => {
  const sent = { ClientId: pool.clientId, SecretHash: pool.secretHash('somebody'), Username: 'somebody' };

  await expect(
    pool.client.send(new SignUpCommand({ ...sent, Password: newPassword() })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('who signs up cannot declare the address verified', async () => {
  const email = newEmail();

  await expect(
    pool.client.send(
      new SignUpCommand({
        ClientId: pool.clientId,
        SecretHash: pool.secretHash(email),
        Username: email,
        Password: newPassword(),
        UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
      }),
    ),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});

test('there is no sign-in before the confirmation, and only the right password is told why', async () => {
  const user = await pool.signUp();

  await expect(pool.signIn(user.email, newPassword())).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
  await expect(pool.signIn(user.email, user.password)).rejects.toMatchObject({
    name: 'UserNotConfirmedException',
  });
});

test('after confirmation and verification the user signs in', async () => {
  const user = await pool.signUp();

  await pool.client.send(new AdminConfirmSignUpCommand({ ...pool.ids, Username: user.email }));
  await pool.client.send(
    new AdminUpdateUserAttributesCommand({
      ...pool.ids,
      Username: user.sub,
      UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
    }),
  );

  expect(await attributesOf(user.sub)).toMatchObject({ email: user.email, email_verified: 'true' });
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

test('a user is confirmed once', async () => {
  const user = await pool.addUser();

  await expect(
    pool.client.send(new AdminConfirmSignUpCommand({ ...pool.ids, Username: user.sub })),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});
