import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUserGlobalSignOutCommand,
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  GetUserPoolMfaConfigCommand,
  ListWebAuthnCredentialsCommand,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';

import {
  createPasskey,
  type Passkey,
  usePasskey,
  type Wrong,
} from '#functions/testing/software-authenticator.ts';
import { live, openTestPool, type TestUser } from './tests/test-pool.ts';

const pool = await openTestPool();

const refused = { name: 'NotAuthorizedException' };

const start = async (AccessToken: string): Promise<any> =>
  (await pool.client.send(new StartWebAuthnRegistrationCommand({ AccessToken }))).CredentialCreationOptions;

const complete = (AccessToken: string, Credential: any) =>
  pool.client.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));

const list = async (AccessToken: string) =>
  (await pool.client.send(new ListWebAuthnCredentialsCommand({ AccessToken }))).Credentials!;

const add = async (accessToken: string, wrong: Wrong = {}) => {
  const { passkey, credential } = createPasskey(await start(accessToken), wrong);
  await complete(accessToken, credential);
  return passkey;
};

const choose = (username: string) =>
  pool.client.send(
    new AdminInitiateAuthCommand({
      ...pool.ids,
      ClientId: pool.clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: {
        USERNAME: username,
        PREFERRED_CHALLENGE: 'WEB_AUTHN',
        SECRET_HASH: pool.secretHash(username),
      },
    }),
  );

/** Begins a sign-in with a passkey; gives what it must sign and the Session to answer in. */
const challenge = async (username: string) => {
  const { ChallengeName, ChallengeParameters, Session } = await choose(username);
  expect(ChallengeName).toBe('WEB_AUTHN');
  return { options: JSON.parse(ChallengeParameters!['CREDENTIAL_REQUEST_OPTIONS']!), session: Session! };
};

const respond = (session: string, username: string, credential: unknown) =>
  pool.client.send(
    new AdminRespondToAuthChallengeCommand({
      ...pool.ids,
      ClientId: pool.clientId,
      ChallengeName: 'WEB_AUTHN',
      Session: session,
      ChallengeResponses: {
        USERNAME: username,
        SECRET_HASH: pool.secretHash(username),
        CREDENTIAL: JSON.stringify(credential),
      },
    }),
  );

const signIn = async (user: TestUser, passkey: Passkey, wrong: Wrong = {}) => {
  const { options, session } = await challenge(user.sub);
  return respond(session, user.sub, usePasskey(passkey, options, wrong));
};

const addUserWithPasskey = async () => {
  const user = await pool.addUser();
  const { accessToken } = await pool.tokensOf(user);
  return { user, accessToken, passkey: await add(accessToken) };
};

const letPasskeyBeBoth = (Username: string, Enabled = true) =>
  pool.client.send(
    new AdminSetUserMFAPreferenceCommand({ ...pool.ids, Username, WebAuthnMfaSettings: { Enabled } }),
  );

test('the pool requires user verification, and lets a passkey with it stand for both factors', async () => {
  const { WebAuthnConfiguration } = await pool.client.send(new GetUserPoolMfaConfigCommand(pool.ids));

  expect(WebAuthnConfiguration).toEqual({
    RelyingPartyId: expect.any(String),
    UserVerification: 'required',
    FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  });
});

test('the creation options name the relying party and the user, and exclude the passkeys that they have', async () => {
  const { user, accessToken, passkey } = await addUserWithPasskey();

  const options = await start(accessToken);

  expect(options).toMatchObject({
    rp: { id: expect.any(String) },
    user: { id: expect.any(String), name: expect.any(String) },
    pubKeyCredParams: expect.arrayContaining([{ type: 'public-key', alg: -7 }]),
    excludeCredentials: [expect.objectContaining({ id: passkey.id })],
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  expect(Buffer.from(options.challenge, 'base64url').length).toBeGreaterThanOrEqual(16);
  expect(JSON.stringify(options)).not.toContain(user.password);
});

test('a registered passkey is listed, and signs in to tokens that refresh', async () => {
  const { user, accessToken, passkey } = await addUserWithPasskey();

  expect(await list(accessToken)).toEqual([
    expect.objectContaining({
      CredentialId: passkey.id,
      AuthenticatorTransports: ['internal'],
      AuthenticatorAttachment: 'platform',
      CreatedAt: expect.any(Date),
    }),
  ]);
  const { AuthenticationResult } = await signIn(user, passkey);
  expect(AuthenticationResult).toMatchObject({ IdToken: expect.any(String), TokenType: 'Bearer' });
  await expect(pool.refresh(AuthenticationResult!.RefreshToken!, user.sub)).resolves.toHaveProperty(
    'AccessToken',
  );
});

test('only an access token opens the operations', async () => {
  const { user, accessToken, passkey } = await addUserWithPasskey();
  const { idToken } = await pool.tokensOf(user);
  await pool.client.send(new AdminUserGlobalSignOutCommand({ ...pool.ids, Username: user.sub }));

  for (const token of [idToken, 'garbage', accessToken]) {
    await expect(start(token)).rejects.toMatchObject(refused);
    await expect(list(token)).rejects.toMatchObject(refused);
    await expect(
      pool.client.send(new DeleteWebAuthnCredentialCommand({ AccessToken: token, CredentialId: passkey.id })),
    ).rejects.toMatchObject(refused);
  }
});

test.each([
  [
    'a challenge that was not asked',
    { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' },
    'WebAuthnChallengeNotFoundException',
  ],
  ['another site', { origin: 'https://evil.example' }, 'WebAuthnOriginNotAllowedException'],
  ['a site that only ends alike', { origin: 'https://evillocalhost' }, 'WebAuthnOriginNotAllowedException'],
  ['another relying party', { rpId: 'evil.example' }, 'WebAuthnRelyingPartyMismatchException'],
  ['no user verification', { userVerified: false }, 'WebAuthnCredentialNotSupportedException'],
] as [string, Wrong, string][])(
  'a registration with %s is refused and registers nothing',
  async (_, wrong, name) => {
    const user = await pool.addUser();
    const { accessToken } = await pool.tokensOf(user);

    await expect(add(accessToken, wrong)).rejects.toMatchObject({ name });

    expect(await list(accessToken)).toEqual([]);
  },
);

test('a registration counts once: neither its answer nor its passkey is taken again, for nobody', async () => {
  const [one, two] = [await pool.addUser(), await pool.addUser()];
  const [{ accessToken }, other] = [await pool.tokensOf(one), await pool.tokensOf(two)];
  const { credential } = createPasskey(await start(accessToken));
  await complete(accessToken, credential);

  for (const token of [accessToken, other.accessToken]) {
    await expect(complete(token, credential)).rejects.toMatchObject({
      name: 'WebAuthnChallengeNotFoundException',
    });
  }
  await start(other.accessToken);
  const mine = createPasskey(await start(accessToken)).credential;
  await expect(complete(other.accessToken, mine)).rejects.toMatchObject({
    name: 'WebAuthnChallengeNotFoundException',
  });
});

// Needs a shifted clock: minutes.
test.skipIf(live)('a registration and a sign-in must be finished in minutes', async () => {
  const { user, accessToken, passkey } = await addUserWithPasskey();
  const { credential } = createPasskey(await start(accessToken));
  const { options, session } = await challenge(user.sub);
  await pool.pass(301);
  const fresh = await pool.tokensOf(user);

  await expect(complete(fresh.accessToken, credential)).rejects.toMatchObject({
    name: 'WebAuthnChallengeNotFoundException',
  });
  await expect(respond(session, user.sub, usePasskey(passkey, options))).rejects.toMatchObject(refused);
});

test('twenty passkeys are the most', async () => {
  const user = await pool.addUser();
  const { accessToken } = await pool.tokensOf(user);
  for (let count = 0; count < 20; count += 1) await add(accessToken);

  await expect(add(accessToken)).rejects.toMatchObject({ name: 'LimitExceededException' });
  expect(await list(accessToken)).toHaveLength(20);
});

test.each([
  ['of another site', { origin: 'https://evil.example' }],
  ['over plain HTTP', { origin: 'http://account.localhost' }],
  ['for another relying party', { rpId: 'evil.example' }],
  ['of another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ['without user verification', { userVerified: false }],
  ['whose counter did not go on', { counter: 1 }],
  ['that names another user', { userHandle: Buffer.from('somebody else').toString('base64url') }],
] as [string, Wrong][])('a signature %s does not sign in', async (_, wrong) => {
  const { user, passkey } = await addUserWithPasskey();
  await signIn(user, passkey, { counter: 1 });

  await expect(signIn(user, passkey, wrong)).rejects.toMatchObject(refused);
});

test('a passkey signs in its own user only, and its own key only', async () => {
  const [one, two] = [await addUserWithPasskey(), await addUserWithPasskey()];

  await expect(signIn(two.user, one.passkey)).rejects.toMatchObject(refused);
  await expect(signIn(two.user, two.passkey, { signedBy: one.passkey })).rejects.toMatchObject(refused);
  const { options, session } = await challenge(one.user.sub);
  const assertion = usePasskey(one.passkey, options);
  await expect(respond(session, two.user.sub, assertion)).rejects.toMatchObject(refused);
});

test('a Session is answered once, whether rightly or not', async () => {
  const { user, passkey } = await addUserWithPasskey();
  const first = await challenge(user.sub);
  const assertion = usePasskey(passkey, first.options);
  await respond(first.session, user.sub, assertion);
  await expect(respond(first.session, user.sub, assertion)).rejects.toMatchObject(refused);
  // The same signature in another Session.
  const second = await challenge(user.sub);
  await expect(respond(second.session, user.sub, assertion)).rejects.toMatchObject(refused);
});

// Stricter than what Cognito promises.
test.skipIf(live)('a wrong signature uses up its Session', async () => {
  const { user, passkey } = await addUserWithPasskey();
  const { options, session } = await challenge(user.sub);
  await expect(
    respond(session, user.sub, usePasskey(passkey, options, { userVerified: false })),
  ).rejects.toMatchObject(refused);
  await expect(respond(session, user.sub, usePasskey(passkey, options))).rejects.toMatchObject(refused);
});

test('a removed passkey signs in no more, and removing it again finds none', async () => {
  const { user, accessToken, passkey } = await addUserWithPasskey();
  const kept = await add(accessToken);
  const remove = (CredentialId: string) =>
    pool.client.send(new DeleteWebAuthnCredentialCommand({ AccessToken: accessToken, CredentialId }));
  const begun = await challenge(user.sub);
  const stranger = await addUserWithPasskey();

  await remove(passkey.id);

  await expect(respond(begun.session, user.sub, usePasskey(passkey, begun.options))).rejects.toMatchObject(
    refused,
  );
  for (const id of [passkey.id, stranger.passkey.id]) {
    await expect(remove(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  }
  await expect(signIn(user, kept)).resolves.toHaveProperty('AuthenticationResult');
  await expect(signIn(stranger.user, stranger.passkey)).resolves.toHaveProperty('AuthenticationResult');
});

test('who has no passkey, and who does not exist, are told apart by nothing', async () => {
  const user = await pool.addUser();

  for (const username of [user.sub, '11111111-2222-4333-8444-555555555555']) {
    const answer = await choose(username);
    expect(answer.ChallengeName).toBe('SELECT_CHALLENGE');
    expect(answer.AuthenticationResult).toBeUndefined();
    expect(answer.AvailableChallenges).not.toContain('WEB_AUTHN');
  }
});

test('with a second factor on, a passkey signs in only once it counts as both', async () => {
  const user = await pool.addUserWithTotp();
  const { Session } = await pool.signIn(user.email, user.password);
  const code = await pool.freshCodeOf(user.secret);
  const { AuthenticationResult } = await pool.answerWithCode(Session, user.sub, code);
  const passkey = await add(AuthenticationResult!.AccessToken!);

  expect(await choose(user.sub)).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE' });
  await letPasskeyBeBoth(user.sub);
  await expect(signIn(user, passkey)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
  // The password alone still gets no further than to the code.
  expect(await pool.signIn(user.email, user.password)).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
  await letPasskeyBeBoth(user.sub, false);
  expect(await choose(user.sub)).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE' });
});

test('a passkey cannot be the only second factor', async () => {
  const { user } = await addUserWithPasskey();

  await expect(letPasskeyBeBoth(user.sub)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
