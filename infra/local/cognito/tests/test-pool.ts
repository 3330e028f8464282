import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { generateSync } from 'otplib';
import { afterAll, vi } from 'vitest';

import { startCognito } from '../server.ts';

const { COGNITO_USER_POOL_ID, COGNITO_CLIENT_ID, COGNITO_CLIENT_SECRET } = process.env;

/**
 * Whether the conformance tests run against a real pool, as the CDK app deploys it, instead of the stand-in: give
 * COGNITO_USER_POOL_ID, COGNITO_CLIENT_ID, COGNITO_CLIENT_SECRET and AWS credentials with the pool's region. Tests
 * that would have to shift a real pool's clock by minutes or days, or that hold the stand-in to more than Cognito
 * promises, run on the stand-in only (`test.skipIf(live)`); each says which of the two it is.
 */
export const live = COGNITO_USER_POOL_ID !== undefined;

export interface TestUser {
  readonly email: string;
  readonly password: string;
  readonly sub: string;
}

/** A pool for the tests of one file; closed, and on AWS emptied of what the tests made, when they are done. */
export async function openTestPool() {
  if (live) vi.setConfig({ testTimeout: 180_000 });
  // The stand-in's clock stands still between the tests' own steps, so that a slow machine changes no outcome.
  let standInMs = Date.now();
  const now = () => (live ? new Date() : new Date(standInMs));
  const connection = live ? connectToAws() : await connectToStandIn(now);
  const { client, userPoolId, clientId, clientSecret } = connection;
  const ids = { UserPoolId: userPoolId };
  const made = new Set<string>();

  const secretHash = (username: string) =>
    createHmac('sha256', clientSecret)
      .update(username + clientId)
      .digest('base64');

  /** Lets time pass: at once on the stand-in, really on AWS. */
  const pass = async (seconds: number) => {
    if (live) await sleep(seconds * 1000);
    else standInMs += seconds * 1000;
  };

  /** Signs up, but neither confirms the user nor verifies the address. */
  const signUp = async (email = newEmail(), password = newPassword()): Promise<TestUser> => {
    const { UserSub } = await client.send(
      new SignUpCommand({
        ClientId: clientId,
        SecretHash: secretHash(email),
        Username: email,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
    made.add(UserSub!);
    return { email, password, sub: UserSub! };
  };

  /** A user whom an administrator makes, with a temporary password. */
  const createUser = async (email: string, temporaryPassword = newPassword()) => {
    const { User } = await client.send(
      new AdminCreateUserCommand({
        ...ids,
        Username: email,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
        TemporaryPassword: temporaryPassword,
        MessageAction: 'SUPPRESS',
      }),
    );
    made.add(User!.Username!);
    return User!;
  };

  /** A user who can sign in. */
  const addUser = async (email?: string, password?: string): Promise<TestUser> => {
    const user = await signUp(email, password);
    await client.send(new AdminConfirmSignUpCommand({ ...ids, Username: user.sub }));
    await client.send(
      new AdminUpdateUserAttributesCommand({
        ...ids,
        Username: user.sub,
        UserAttributes: [
          { Name: 'email', Value: user.email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
    return user;
  };

  const signIn = (username: string, password: string) =>
    client.send(
      new AdminInitiateAuthCommand({
        ...ids,
        ClientId: clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password, SECRET_HASH: secretHash(username) },
      }),
    );

  /** Signs in a user who has no second factor. */
  const tokensOf = async (user: TestUser) => {
    const { AuthenticationResult } = await signIn(user.email, user.password);
    const { AccessToken, IdToken, RefreshToken, ...rest } = AuthenticationResult!;
    return { accessToken: AccessToken!, idToken: IdToken!, refreshToken: RefreshToken!, ...rest };
  };

  const refresh = async (refreshToken: string, username: string) => {
    const { AuthenticationResult } = await client.send(
      new AdminInitiateAuthCommand({
        ...ids,
        ClientId: clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken, SECRET_HASH: secretHash(username) },
      }),
    );
    return AuthenticationResult!;
  };

  const answer = (
    name: 'SOFTWARE_TOKEN_MFA' | 'NEW_PASSWORD_REQUIRED',
    session: string | undefined,
    username: string,
    response: Record<string, string>,
  ) =>
    client.send(
      new AdminRespondToAuthChallengeCommand({
        ...ids,
        ClientId: clientId,
        ChallengeName: name,
        Session: session,
        ChallengeResponses: { USERNAME: username, SECRET_HASH: secretHash(username), ...response },
      }),
    );

  const answerWithCode = (session: string | undefined, username: string, code: string) =>
    answer('SOFTWARE_TOKEN_MFA', session, username, { SOFTWARE_TOKEN_MFA_CODE: code });

  /** What the user's phone shows. `steps` leads to the code of an earlier or later 30 seconds. */
  const codeOf = (secret: string, steps = 0) =>
    generateSync({ secret, epoch: Math.floor(now().getTime() / 1000) + 30 * steps });

  /** A code that wasn't shown before. */
  const freshCodeOf = async (secret: string) => {
    await pass(31 - (Math.floor(now().getTime() / 1000) % 30));
    return codeOf(secret);
  };

  const associate = async (accessToken: string) => {
    const { SecretCode } = await client.send(new AssociateSoftwareTokenCommand({ AccessToken: accessToken }));
    return SecretCode!;
  };

  /** Associates and verifies an authenticator and switches it on; gives its secret. */
  const enrol = async (accessToken: string) => {
    const secret = await associate(accessToken);
    await client.send(new VerifySoftwareTokenCommand({ AccessToken: accessToken, UserCode: codeOf(secret) }));
    await client.send(
      new SetUserMFAPreferenceCommand({
        AccessToken: accessToken,
        SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    );
    return secret;
  };

  /** A user with a second factor, and its secret. */
  const addUserWithTotp = async () => {
    const user = await addUser();
    const { accessToken } = await tokensOf(user);
    return { ...user, secret: await enrol(accessToken) };
  };

  afterAll(async () => {
    for (const sub of live ? made : []) {
      await client.send(new AdminDeleteUserCommand({ ...ids, Username: sub })).catch(ignoreGone);
    }
    client.destroy();
    await connection.close();
  });

  return {
    ...{ client, ids, clientId, clientSecret, jwksUrl: connection.jwksUrl, secretHash, pass, now },
    ...{ signUp, createUser, addUser, addUserWithTotp, signIn, tokensOf, refresh },
    ...{ answer, answerWithCode, codeOf, freshCodeOf, associate, enrol },
  };
}

function connectToAws() {
  const client = new CognitoIdentityProviderClient();
  const userPoolId = COGNITO_USER_POOL_ID!;
  const host = `https://cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com`;
  return {
    client,
    userPoolId,
    clientId: COGNITO_CLIENT_ID!,
    clientSecret: COGNITO_CLIENT_SECRET!,
    jwksUrl: `${host}/${userPoolId}/.well-known/jwks.json`,
    close: () => Promise.resolve(),
  };
}

async function connectToStandIn(now: () => Date) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-cognito-'));
  const cognito = await startCognito({
    stateFile: join(folder, 'cognito.json'),
    now,
    scryptCost: cheapScrypt,
  });
  return {
    client: clientOf(cognito.endpoint),
    userPoolId: cognito.userPoolId,
    clientId: cognito.clientId,
    clientSecret: cognito.clientSecret,
    jwksUrl: `${cognito.endpoint}/${cognito.userPoolId}/.well-known/jwks.json`,
    close: async () => {
      await cognito.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** For tests that don't measure the hashing. */
export const cheapScrypt = 2 ** 8;

/** A client of the stand-in that doesn't retry, so that a test sees each answer. */
export const clientOf = (endpoint: string) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

export const newEmail = () => `latchkey-${randomUUID()}@example.com`;
export const newPassword = () => `correct horse ${randomUUID()}`;

const ignoreGone = (error: unknown) => {
  if (!(error instanceof Error) || error.name !== 'UserNotFoundException') throw error;
};
