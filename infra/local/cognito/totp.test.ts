import {
  AdminDeleteSoftwareTokenCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';

import { live, newPassword, openTestPool } from './tests/test-pool.ts';

const pool = await openTestPool();

const mismatch = { name: 'CodeMismatchException' };
/** Cognito has several ways to say that a Session is none. */
const badSession = {
  name: expect.stringMatching(/^(NotAuthorized|InvalidParameter|CodeMismatch)Exception$/),
};
const on = { Enabled: true, PreferredMfa: true };
const off = { Enabled: false, PreferredMfa: false };

const verify = (AccessToken: string, UserCode: string) =>
  pool.client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));

const prefer = (AccessToken: string, SoftwareTokenMfaSettings: typeof on) =>
  pool.client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));

/** Gives the first factor; the answer holds the Session to answer with a code. */
const challenge = async (user: { email: string; password: string }) => {
  const { ChallengeName, Session } = await pool.signIn(user.email, user.password);
  expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  return Session!;
};

/** A code that is wrong now and stays so for some minutes. */
const wrongCodeOf = (secret: string) => {
  const near = new Set(Array.from({ length: 21 }, (_, n) => pool.codeOf(secret, n - 10)));
  return Array.from({ length: 30 }, (_, n) => String(100_000 + n)).find((code) => !near.has(code))!;
};

test('associating gives a base32 secret and changes nothing yet', async () => {
  const user = await pool.addUser();
  const { accessToken } = await pool.tokensOf(user);

  expect(await pool.associate(accessToken)).toMatch(/^[A-Z2-7]{32,}$/);

  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
});

test('a wrong code does not verify the authenticator, the right one does', async () => {
  const user = await pool.addUser();
  const { accessToken } = await pool.tokensOf(user);
  const secret = await pool.associate(accessToken);

  await expect(verify(accessToken, wrongCodeOf(secret))).rejects.toMatchObject({
    name: expect.stringMatching(/^(EnableSoftwareTokenMFA|CodeMismatch)Exception$/),
  });
  await expect(verify(accessToken, pool.codeOf(secret))).resolves.toHaveProperty('Status', 'SUCCESS');
});

test('a code is six digits', async () => {
  const { accessToken } = await pool.tokensOf(await pool.addUser());
  await pool.associate(accessToken);

  for (const code of ['12345', '1234567', 'abcdef']) {
    await expect(verify(accessToken, code)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  }
});

test('the factor cannot be switched on before the authenticator is verified', async () => {
  const { accessToken } = await pool.tokensOf(await pool.addUser());
  const refused = { name: 'InvalidParameterException' };

  await expect(prefer(accessToken, on)).rejects.toMatchObject(refused);
  await pool.associate(accessToken);
  await expect(prefer(accessToken, on)).rejects.toMatchObject(refused);
});

test('with the factor on, the password alone gives a challenge and no token', async () => {
  const user = await pool.addUserWithTotp();

  const answer = await pool.signIn(user.email, user.password);

  expect(answer.AuthenticationResult).toBeUndefined();
  expect(answer).toMatchObject({
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: expect.any(String),
    ChallengeParameters: { USER_ID_FOR_SRP: user.sub },
  });
  const stored = await pool.client.send(new AdminGetUserCommand({ ...pool.ids, Username: user.sub }));
  expect(stored).toMatchObject({
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
  });
});

test('the password is checked before the factor', async () => {
  const user = await pool.addUserWithTotp();

  await expect(pool.signIn(user.email, newPassword())).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
});

test('the right code completes the sign-in', async () => {
  const user = await pool.addUserWithTotp();

  const session = await challenge(user);
  const answer = await pool.answerWithCode(session, user.sub, await pool.freshCodeOf(user.secret));

  expect(answer.AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 300 });
});

test('a wrong code is refused, and the same Session still takes the right one', async () => {
  const user = await pool.addUserWithTotp();
  const session = await challenge(user);

  await expect(pool.answerWithCode(session, user.sub, wrongCodeOf(user.secret))).rejects.toMatchObject(
    mismatch,
  );

  const answer = await pool.answerWithCode(session, user.sub, await pool.freshCodeOf(user.secret));
  expect(answer.AuthenticationResult).toBeDefined();
});

test('the code that verified the authenticator does not sign in', async () => {
  const user = await pool.addUser();
  const { accessToken } = await pool.tokensOf(user);
  const secret = await pool.associate(accessToken);
  const code = await pool.freshCodeOf(secret);
  await verify(accessToken, code);
  await prefer(accessToken, on);

  await expect(pool.answerWithCode(await challenge(user), user.sub, code)).rejects.toMatchObject({
    name: 'ExpiredCodeException',
  });
});

test('a code signs in once', async () => {
  const user = await pool.addUserWithTotp();
  const first = await challenge(user);
  const second = await challenge(user);
  const code = await pool.freshCodeOf(user.secret);
  await pool.answerWithCode(first, user.sub, code);

  await expect(pool.answerWithCode(second, user.sub, code)).rejects.toMatchObject({
    name: 'ExpiredCodeException',
  });
});

test('of parallel answers with one code, one signs in', async () => {
  const user = await pool.addUserWithTotp();
  const sessions = [await challenge(user), await challenge(user), await challenge(user)];
  const code = await pool.freshCodeOf(user.secret);

  const outcomes = await Promise.allSettled(
    sessions.map((session) => pool.answerWithCode(session, user.sub, code)),
  );

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

// Needs a shifted clock: each step is another half minute, and each try another spent code.
test.skipIf(live)('the step before and the step after are taken, those beyond are not', async () => {
  const user = await pool.addUserWithTotp();
  const answerAt = async (steps: number) => {
    await pool.pass(300);
    return pool.answerWithCode(await challenge(user), user.sub, pool.codeOf(user.secret, steps));
  };

  await expect(answerAt(-2)).rejects.toMatchObject(mismatch);
  await expect(answerAt(2)).rejects.toMatchObject(mismatch);
  await expect(answerAt(-1)).resolves.toHaveProperty('AuthenticationResult');
  await expect(answerAt(1)).resolves.toHaveProperty('AuthenticationResult');
});

test('a code without the Session of a password proof is worth nothing', async () => {
  const user = await pool.addUserWithTotp();
  const code = await pool.freshCodeOf(user.secret);

  for (const session of [undefined, 'x'.repeat(900), 'short']) {
    await expect(pool.answerWithCode(session, user.sub, code)).rejects.toMatchObject(badSession);
  }
});

test('a Session is good for the user whose password it proves, only', async () => {
  const victim = await pool.addUserWithTotp();
  const attacker = await pool.addUserWithTotp();
  const session = await challenge(attacker);

  const code = await pool.freshCodeOf(victim.secret);
  await expect(pool.answerWithCode(session, victim.sub, code)).rejects.toMatchObject(badSession);
  await expect(pool.answerWithCode(session, attacker.sub, code)).rejects.toMatchObject(mismatch);
});

test('a Session is good for the challenge that it came with, only', async () => {
  const user = await pool.addUserWithTotp();
  const session = await challenge(user);

  await expect(
    pool.answer('NEW_PASSWORD_REQUIRED', session, user.sub, { NEW_PASSWORD: newPassword() }),
  ).rejects.toMatchObject(badSession);
});

test('a Session answers once', async () => {
  const user = await pool.addUserWithTotp();
  const session = await challenge(user);
  await pool.answerWithCode(session, user.sub, await pool.freshCodeOf(user.secret));

  const later = await pool.freshCodeOf(user.secret);
  await expect(pool.answerWithCode(session, user.sub, later)).rejects.toMatchObject(badSession);
});

// Needs a shifted clock: five minutes.
test.skipIf(live)('a Session lives for five minutes', async () => {
  const user = await pool.addUserWithTotp();
  const session = await challenge(user);

  await pool.pass(301);

  const answer = pool.answerWithCode(session, user.sub, pool.codeOf(user.secret));
  await expect(answer).rejects.toMatchObject(badSession);
});

// More than Cognito promises: it documents the lock-out after five wrong codes, not the end of the Session.
test.skipIf(live)('a Session takes five wrong codes at most, and they lock the user out', async () => {
  const user = await pool.addUserWithTotp();
  const session = await challenge(user);
  for (let n = 0; n < 5; n += 1) {
    await expect(pool.answerWithCode(session, user.sub, wrongCodeOf(user.secret))).rejects.toMatchObject(
      mismatch,
    );
  }

  await expect(pool.signIn(user.email, user.password)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Password attempts exceeded',
  });
  const code = await pool.freshCodeOf(user.secret);
  await expect(pool.answerWithCode(session, user.sub, code)).rejects.toMatchObject(badSession);
});

// More than Cognito documents.
test.skipIf(live)('a right password does not clear the failures of the second factor', async () => {
  const user = await pool.addUserWithTotp();
  for (let n = 0; n < 5; n += 1) {
    const session = await challenge(user);
    await expect(pool.answerWithCode(session, user.sub, wrongCodeOf(user.secret))).rejects.toMatchObject(
      mismatch,
    );
  }

  await expect(pool.signIn(user.email, user.password)).rejects.toMatchObject({
    message: 'Password attempts exceeded',
  });
});

// More than Cognito documents: it doesn't say when an open challenge ends early.
test.skipIf(live)('a new password and a global sign-out void the proof of the old password', async () => {
  const user = await pool.addUserWithTotp();
  const target = { ...pool.ids, Username: user.sub };
  const answerLater = async (session: string) =>
    pool.answerWithCode(session, user.sub, await pool.freshCodeOf(user.secret));

  const beforeSignOut = await challenge(user);
  await pool.client.send(new AdminUserGlobalSignOutCommand(target));
  await expect(answerLater(beforeSignOut)).rejects.toMatchObject(badSession);

  const beforeReset = await challenge(user);
  await pool.client.send(
    new AdminSetUserPasswordCommand({ ...target, Password: newPassword(), Permanent: true }),
  );
  await expect(answerLater(beforeReset)).rejects.toMatchObject(badSession);
});

test('the Session of a challenge cannot enrol another authenticator', async () => {
  const user = await pool.addUserWithTotp();
  const Session = await challenge(user);

  await expect(pool.client.send(new AssociateSoftwareTokenCommand({ Session }))).rejects.toMatchObject(
    badSession,
  );
});

test('a new authenticator takes over when it is verified, not before', async () => {
  const user = await pool.addUserWithTotp();
  const session = await challenge(user);
  const { AuthenticationResult } = await pool.answerWithCode(
    session,
    user.sub,
    await pool.freshCodeOf(user.secret),
  );
  const accessToken = AuthenticationResult!.AccessToken!;

  const next = await pool.associate(accessToken);
  const early = await pool.freshCodeOf(next);
  await expect(pool.answerWithCode(await challenge(user), user.sub, early)).rejects.toMatchObject(mismatch);
  const code = pool.codeOf(user.secret);
  await expect(pool.answerWithCode(await challenge(user), user.sub, code)).resolves.toBeDefined();

  await verify(accessToken, pool.codeOf(next));
  const old = await pool.freshCodeOf(user.secret);
  await expect(pool.answerWithCode(await challenge(user), user.sub, old)).rejects.toMatchObject(mismatch);
  const right = pool.codeOf(next);
  await expect(pool.answerWithCode(await challenge(user), user.sub, right)).resolves.toBeDefined();
});

test('switching the factor off keeps the secret, so that switching it on needs no enrolment', async () => {
  const user = await pool.addUser();
  const { accessToken } = await pool.tokensOf(user);
  const secret = await pool.enrol(accessToken);

  await prefer(accessToken, off);
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');

  await prefer(accessToken, on);
  const code = await pool.freshCodeOf(secret);
  await expect(pool.answerWithCode(await challenge(user), user.sub, code)).resolves.toBeDefined();
});

test('an administrator switches the factor off and on', async () => {
  const user = await pool.addUserWithTotp();
  const adminPrefer = (SoftwareTokenMfaSettings: typeof on) =>
    pool.client.send(
      new AdminSetUserMFAPreferenceCommand({ ...pool.ids, Username: user.sub, SoftwareTokenMfaSettings }),
    );

  await adminPrefer(off);
  await expect(pool.tokensOf(user)).resolves.toHaveProperty('accessToken');
  await adminPrefer(on);
  await challenge(user);
});

test('an administrator cannot switch on what was never enrolled', async () => {
  const user = await pool.addUser();

  await expect(
    pool.client.send(
      new AdminSetUserMFAPreferenceCommand({
        ...pool.ids,
        Username: user.sub,
        SoftwareTokenMfaSettings: on,
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('AdminDeleteSoftwareToken forgets the factor and its secret', async () => {
  const user = await pool.addUserWithTotp();

  await pool.client.send(new AdminDeleteSoftwareTokenCommand({ ...pool.ids, Username: user.sub }));

  const { accessToken } = await pool.tokensOf(user);
  await expect(prefer(accessToken, on)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
