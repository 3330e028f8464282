import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, decodeJwt, generateKeyPair, jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';

import { live, newPassword, openTestPool } from './tests/test-pool.ts';

const pool = await openTestPool();

const getUser = (accessToken: string) => pool.client.send(new GetUserCommand({ AccessToken: accessToken }));

const revoke = (Token: string, ClientSecret: string | undefined = pool.clientSecret) =>
  pool.client.send(new RevokeTokenCommand({ ClientId: pool.clientId, ClientSecret, Token }));

const notAuthorized = { name: 'NotAuthorizedException' };

test('the tokens of a sign-in verify against the published keys and share their origin', async () => {
  const user = await pool.addUser();
  const tokens = await pool.tokensOf(user);

  const keys = createRemoteJWKSet(new URL(pool.jwksUrl));
  const options = { currentDate: pool.now(), algorithms: ['RS256'] };
  const { payload: access } = await jwtVerify(tokens.accessToken, keys, options);
  const { payload: id } = await jwtVerify(tokens.idToken, keys, { ...options, audience: pool.clientId });

  expect(access).toMatchObject({
    sub: user.sub,
    username: user.sub,
    token_use: 'access',
    client_id: pool.clientId,
    scope: 'aws.cognito.signin.user.admin',
    origin_jti: id['origin_jti'],
  });
  expect(access['origin_jti']).toEqual(expect.any(String));
  expect(access.exp! - access.iat!).toBe(300);
  expect(access.iss).toMatch(/^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/[\w-]+_\w+$/);
  expect(id).toMatchObject({
    sub: user.sub,
    token_use: 'id',
    'cognito:username': user.sub,
    email: user.email,
    email_verified: true,
  });
});

test('an access token says whose it is', async () => {
  const user = await pool.addUser();
  const { accessToken } = await pool.tokensOf(user);

  const answer = await getUser(accessToken);

  expect(answer.Username).toBe(user.sub);
  expect(answer.UserAttributes).toContainEqual({ Name: 'email', Value: user.email });
});

test('an ID token is no access token', async () => {
  const { idToken } = await pool.tokensOf(await pool.addUser());

  await expect(getUser(idToken)).rejects.toMatchObject(notAuthorized);
});

test('forged access tokens are refused', async () => {
  const { accessToken } = await pool.tokensOf(await pool.addUser());
  const [header, payload, signature] = accessToken.split('.');
  const other = decodeJwt((await pool.tokensOf(await pool.addUser())).accessToken);
  const { privateKey } = await generateKeyPair('RS256');
  const { kid } = JSON.parse(Buffer.from(header!, 'base64url').toString()) as { kid: string };

  const forgeries = [
    'garbage',
    `${header}.${Buffer.from(JSON.stringify(other)).toString('base64url')}.${signature}`,
    await new SignJWT(decodeJwt(accessToken)).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey),
    new UnsecuredJWT(decodeJwt(accessToken)).encode(),
    `${header}.${payload}.`,
  ];

  for (const forgery of forgeries) await expect(getUser(forgery)).rejects.toMatchObject(notAuthorized);
});

// Needs a shifted clock: five minutes.
test.skipIf(live)('an access token expires, and the refresh token goes on', async () => {
  const user = await pool.addUser();
  const tokens = await pool.tokensOf(user);

  await pool.pass(299);
  await expect(getUser(tokens.accessToken)).resolves.toHaveProperty('Username', user.sub);
  await pool.pass(2);
  await expect(getUser(tokens.accessToken)).rejects.toMatchObject({
    ...notAuthorized,
    message: 'Access Token has expired',
  });

  const { AccessToken } = await pool.refresh(tokens.refreshToken, user.sub);
  await expect(getUser(AccessToken!)).resolves.toHaveProperty('Username', user.sub);
});

test('a refresh gives new tokens of the same origin and keeps the refresh token', async () => {
  const user = await pool.addUser();
  const tokens = await pool.tokensOf(user);
  await pool.pass(1.1);

  const again = await pool.refresh(tokens.refreshToken, user.sub);

  expect(again).toMatchObject({ ExpiresIn: 300, TokenType: 'Bearer', IdToken: expect.any(String) });
  expect(again.RefreshToken).toBeUndefined();
  expect(again.AccessToken).not.toBe(tokens.accessToken);
  const { origin_jti, auth_time } = decodeJwt(tokens.accessToken);
  expect(decodeJwt(again.AccessToken!)).toMatchObject({ origin_jti, auth_time });
});

test('the secret hash of a refresh is that of the sub, not of the address', async () => {
  const user = await pool.addUser();
  const { refreshToken } = await pool.tokensOf(user);

  await expect(pool.refresh(refreshToken, user.email)).rejects.toMatchObject(notAuthorized);
  await expect(pool.refresh(refreshToken, user.sub)).resolves.toHaveProperty('AccessToken');
});

test('a sign-in with a second factor refreshes like any other', async () => {
  const user = await pool.addUserWithTotp();
  const { Session } = await pool.signIn(user.email, user.password);
  const code = await pool.freshCodeOf(user.secret);
  const { AuthenticationResult } = await pool.answerWithCode(Session, user.sub, code);

  const again = await pool.refresh(AuthenticationResult!.RefreshToken!, user.sub);

  await expect(getUser(again.AccessToken!)).resolves.toHaveProperty('Username', user.sub);
});

test('what is no refresh token is refused as one', async () => {
  const user = await pool.addUser();
  const { accessToken, refreshToken } = await pool.tokensOf(user);

  for (const token of ['garbage', accessToken, `${refreshToken.slice(0, -4)}AAAA`]) {
    await expect(pool.refresh(token, user.sub)).rejects.toMatchObject(notAuthorized);
  }
});

// Needs a shifted clock: thirty days.
test.skipIf(live)('a refresh token expires after thirty days', async () => {
  const user = await pool.addUser();
  const { refreshToken } = await pool.tokensOf(user);

  await pool.pass(30 * 24 * 3600 - 10);
  await expect(pool.refresh(refreshToken, user.sub)).resolves.toHaveProperty('AccessToken');
  await pool.pass(11);
  await expect(pool.refresh(refreshToken, user.sub)).rejects.toMatchObject(notAuthorized);
});

test('RevokeToken ends the refresh and access tokens of one sign-in, and no others', async () => {
  const user = await pool.addUser();
  const ended = await pool.tokensOf(user);
  const kept = await pool.tokensOf(user);
  const { AccessToken } = await pool.refresh(ended.refreshToken, user.sub);

  await revoke(ended.refreshToken);

  await expect(pool.refresh(ended.refreshToken, user.sub)).rejects.toMatchObject(notAuthorized);
  await expect(getUser(ended.accessToken)).rejects.toMatchObject(notAuthorized);
  await expect(getUser(AccessToken!)).rejects.toMatchObject(notAuthorized);
  await expect(getUser(kept.accessToken)).resolves.toHaveProperty('Username', user.sub);
  await expect(pool.refresh(kept.refreshToken, user.sub)).resolves.toHaveProperty('AccessToken');
});

test('revoking a token again changes nothing', async () => {
  const { refreshToken } = await pool.tokensOf(await pool.addUser());
  await revoke(refreshToken);

  await expect(revoke(refreshToken)).resolves.toBeDefined();
});

test('RevokeToken asks for the client secret', async () => {
  const user = await pool.addUser();
  const { refreshToken } = await pool.tokensOf(user);
  const refused = {
    name: expect.stringMatching(/^(Unauthorized|NotAuthorized|InvalidParameter)Exception$/),
  };

  await expect(revoke(refreshToken, 'wrong')).rejects.toMatchObject(refused);
  await expect(
    pool.client.send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: refreshToken })),
  ).rejects.toMatchObject(refused);
  await expect(pool.refresh(refreshToken, user.sub)).resolves.toHaveProperty('AccessToken');
});

test('an access token is not revoked by itself', async () => {
  const { accessToken } = await pool.tokensOf(await pool.addUser());

  await expect(revoke(accessToken)).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
});

test.each(['AdminUserGlobalSignOut', 'GlobalSignOut'])('%s ends every sign-in of the user', async (which) => {
  const user = await pool.addUser();
  const bystander = await pool.tokensOf(await pool.addUser());
  const signIns = [await pool.tokensOf(user), await pool.tokensOf(user)];

  if (which === 'GlobalSignOut') {
    await pool.client.send(new GlobalSignOutCommand({ AccessToken: signIns[0]!.accessToken }));
  } else {
    await pool.client.send(new AdminUserGlobalSignOutCommand({ ...pool.ids, Username: user.email }));
  }

  for (const { accessToken, refreshToken } of signIns) {
    await expect(getUser(accessToken)).rejects.toMatchObject(notAuthorized);
    await expect(pool.refresh(refreshToken, user.sub)).rejects.toMatchObject(notAuthorized);
  }
  await expect(getUser(bystander.accessToken)).resolves.toBeDefined();
  // It ends sign-ins; it doesn't prevent the next one.
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

test('disabling a user ends the sign-ins for good', async () => {
  const user = await pool.addUser();
  const { accessToken, refreshToken } = await pool.tokensOf(user);

  await pool.client.send(new AdminDisableUserCommand({ ...pool.ids, Username: user.sub }));
  await expect(pool.refresh(refreshToken, user.sub)).rejects.toMatchObject(notAuthorized);

  await pool.client.send(new AdminEnableUserCommand({ ...pool.ids, Username: user.sub }));
  await expect(getUser(accessToken)).rejects.toMatchObject(notAuthorized);
  await expect(pool.refresh(refreshToken, user.sub)).rejects.toMatchObject(notAuthorized);
});

test('the tokens of a deleted user stay dead when the address signs up again', async () => {
  const user = await pool.addUser();
  const { accessToken, refreshToken } = await pool.tokensOf(user);

  await pool.client.send(new AdminDeleteUserCommand({ ...pool.ids, Username: user.sub }));
  const successor = await pool.addUser(user.email, newPassword());

  expect(successor.sub).not.toBe(user.sub);
  await expect(getUser(accessToken)).rejects.toMatchObject({
    name: expect.stringMatching(/^(NotAuthorized|UserNotFound)Exception$/),
  });
  for (const username of [user.sub, successor.sub]) {
    await expect(pool.refresh(refreshToken, username)).rejects.toMatchObject(notAuthorized);
  }
});
