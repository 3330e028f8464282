import * as v from 'valibot';

import { closeChallenge, findChallenge, spendTry } from '../challenges.ts';
import { requireSecretHash } from '../client-secret.ts';
import { CognitoError } from '../errors.ts';
import { recordFailure, startAttempt } from '../lockout.ts';
import { checkPolicy, hashPassword } from '../passwords.ts';
import type { Pool } from '../pool.ts';
import { stepOf } from '../totp.ts';
import { clientId, password, session, userPoolId } from './fields.ts';
import { adminOperation } from './operation.ts';
import { replacePassword } from './passwords.ts';
import { checkAssertion } from '../passkeys.ts';
import { afterPassword, completeSignIn } from './sign-in.ts';

const common = { UserPoolId: userPoolId, ClientId: clientId, Session: session };
const who = { USERNAME: v.string(), SECRET_HASH: v.optional(v.string()) };

const totpSchema = v.strictObject({
  ...common,
  ChallengeName: v.literal('SOFTWARE_TOKEN_MFA'),
  ChallengeResponses: v.strictObject({ ...who, SOFTWARE_TOKEN_MFA_CODE: v.string() }),
});
const passkeySchema = v.strictObject({
  ...common,
  ChallengeName: v.literal('WEB_AUTHN'),
  ChallengeResponses: v.strictObject({ ...who, CREDENTIAL: v.string() }),
});
const newPasswordSchema = v.strictObject({
  ...common,
  ChallengeName: v.literal('NEW_PASSWORD_REQUIRED'),
  ChallengeResponses: v.strictObject({ ...who, NEW_PASSWORD: password }),
});

export const adminRespondToAuthChallenge = adminOperation(
  v.variant('ChallengeName', [totpSchema, passkeySchema, newPasswordSchema]),
  (pool, input) => {
    const { USERNAME, SECRET_HASH } = input.ChallengeResponses;
    requireSecretHash(pool, USERNAME, SECRET_HASH);
    switch (input.ChallengeName) {
      case 'SOFTWARE_TOKEN_MFA':
        return answerWithCode(pool, input);
      case 'WEB_AUTHN':
        return answerWithPasskey(pool, input);
      case 'NEW_PASSWORD_REQUIRED':
        return answerWithNewPassword(pool, input);
    }
  },
);

async function answerWithCode(pool: Pool, input: v.InferOutput<typeof totpSchema>) {
  const { USERNAME, SOFTWARE_TOKEN_MFA_CODE: code } = input.ChallengeResponses;
  const { challenge, user } = findChallenge(pool, input.Session, input.ChallengeName, USERNAME);
  const now = pool.now();
  startAttempt(user, now.getTime());
  const step = user.totp ? stepOf(user.totp.secret, code, now) : undefined;
  if (!user.totp || step === undefined) {
    recordFailure(user, now.getTime());
    spendTry(pool, challenge);
    throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
  }
  if (step <= user.totp.lastStep) {
    spendTry(pool, challenge);
    throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  user.totp.lastStep = step;
  closeChallenge(pool, challenge);
  return completeSignIn(pool, user);
}

async function answerWithPasskey(pool: Pool, input: v.InferOutput<typeof passkeySchema>) {
  const { USERNAME, CREDENTIAL } = input.ChallengeResponses;
  const { challenge, user } = findChallenge(pool, input.Session, input.ChallengeName, USERNAME);
  // One answer only, right or wrong: what was signed once is never looked at again.
  closeChallenge(pool, challenge);
  await checkAssertion(pool, user, challenge.toSign, CREDENTIAL);
  return completeSignIn(pool, user);
}

async function answerWithNewPassword(pool: Pool, input: v.InferOutput<typeof newPasswordSchema>) {
  const { USERNAME, NEW_PASSWORD } = input.ChallengeResponses;
  const find = () => findChallenge(pool, input.Session, input.ChallengeName, USERNAME);
  find();
  checkPolicy(pool.settings.passwordPolicy, NEW_PASSWORD);
  const hashed = await hashPassword(NEW_PASSWORD, pool.scryptCost, null);
  // Of two answers at once, the second one finds the challenge gone.
  const { user } = find();
  replacePassword(pool, user, hashed);
  return afterPassword(pool, user);
}
