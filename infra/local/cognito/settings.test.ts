import {
  AdminInitiateAuthCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';

import { newEmail, newPassword, openTestPool } from './tests/test-pool.ts';

const pool = await openTestPool();

test('the pool takes an email in any case as username, asks for length only, and leaves MFA optional', async () => {
  const { UserPool } = await pool.client.send(new DescribeUserPoolCommand(pool.ids));

  expect(UserPool).toMatchObject({
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    MfaConfiguration: 'OPTIONAL',
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireLowercase: false,
        RequireUppercase: false,
        RequireNumbers: false,
        RequireSymbols: false,
      },
    },
  });
  // The pool proves no address by itself and so never mails a code.
  expect(UserPool?.AutoVerifiedAttributes ?? []).toEqual([]);
});

test('the client has a secret, admin flows only, hidden existence errors, and revocation', async () => {
  const { UserPoolClient } = await pool.client.send(
    new DescribeUserPoolClientCommand({ ...pool.ids, ClientId: pool.clientId }),
  );

  expect(UserPoolClient).toMatchObject({
    ClientSecret: pool.clientSecret,
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AuthSessionValidity: 5,
  });
  expect(UserPoolClient?.ExplicitAuthFlows?.toSorted()).toEqual([
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
    'ALLOW_USER_AUTH',
  ]);
  expect(UserPoolClient?.ReadAttributes?.toSorted()).toEqual(['email', 'email_verified']);
  expect(UserPoolClient?.WriteAttributes).toEqual(['email']);
});

test('access and ID tokens live for five minutes, refresh tokens for thirty days', async () => {
  const { UserPoolClient } = await pool.client.send(
    new DescribeUserPoolClientCommand({ ...pool.ids, ClientId: pool.clientId }),
  );
  const { AccessTokenValidity, IdTokenValidity, RefreshTokenValidity, TokenValidityUnits } = UserPoolClient!;

  // The same time may be given in any unit.
  const minutes = { minutes: 1, hours: 60, days: 24 * 60, seconds: 1 / 60 };
  expect(AccessTokenValidity! * minutes[TokenValidityUnits!.AccessToken!]).toBe(5);
  expect(IdTokenValidity! * minutes[TokenValidityUnits!.IdToken!]).toBe(5);
  expect(RefreshTokenValidity! * minutes[TokenValidityUnits!.RefreshToken!]).toBe(30 * 24 * 60);
});

test.each(['USER_SRP_AUTH', 'CUSTOM_AUTH', 'USER_PASSWORD_AUTH'] as const)(
  'the flow %s is refused',
  async (flow) => {
    const user = await pool.addUser();

    await expect(
      pool.client.send(
        new AdminInitiateAuthCommand({
          ...pool.ids,
          ClientId: pool.clientId,
          AuthFlow: flow,
          AuthParameters: {
            USERNAME: user.email,
            PASSWORD: user.password,
            SECRET_HASH: pool.secretHash(user.email),
          },
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  },
);

test('a sign-in without the secret hash, or with that of another username, is refused', async () => {
  const user = await pool.addUser();
  const credentials = { USERNAME: user.email, PASSWORD: user.password };
  const wrongHash = pool.secretHash('somebody@example.com');

  for (const parameters of [credentials, { ...credentials, SECRET_HASH: wrongHash }]) {
    await expect(
      pool.client.send(
        new AdminInitiateAuthCommand({
          ...pool.ids,
          ClientId: pool.clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: parameters,
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  }
});

test('a sign-up without the secret hash, or with a wrong one, is refused', async () => {
  const sent = { ClientId: pool.clientId, Username: newEmail(), Password: newPassword() };

  for (const SecretHash of [undefined, pool.secretHash('somebody@example.com'), 'short']) {
    await expect(pool.client.send(new SignUpCommand({ ...sent, SecretHash }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  }
});
