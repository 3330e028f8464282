import * as v from 'valibot';

import { askFor } from '../challenges.ts';
import { requireSecretHash } from '../client-secret.ts';
import { CognitoError, wrongCredentials } from '../errors.ts';
import { forgetFailures, recordFailure, startAttempt } from '../lockout.ts';
import { passwordMatches } from '../passwords.ts';
import type { Pool } from '../pool.ts';
import type { User } from '../state.ts';
import { findFamily, issueTokens, openFamily } from '../tokens.ts';
import { attributesOf, findUser } from '../users.ts';
import { clientId, userPoolId } from './fields.ts';
import { adminOperation } from './operation.ts';
import { chooseFactor } from './passkey-sign-in.ts';

const parametersSchema = v.strictObject({
  USERNAME: v.optional(v.string()),
  PASSWORD: v.optional(v.string()),
  REFRESH_TOKEN: v.optional(v.string()),
  PREFERRED_CHALLENGE: v.optional(v.string()),
  SECRET_HASH: v.optional(v.string()),
});
type Parameters = v.InferOutput<typeof parametersSchema>;

const schema = v.strictObject({
  UserPoolId: userPoolId,
  ClientId: clientId,
  AuthFlow: v.string(),
  AuthParameters: parametersSchema,
});

export const adminInitiateAuth = adminOperation(schema, (pool, input) => {
  switch (input.AuthFlow) {
    case 'ADMIN_USER_PASSWORD_AUTH':
      return signInWithPassword(pool, input.AuthParameters);
    case 'REFRESH_TOKEN_AUTH':
      return refresh(pool, input.AuthParameters);
    case 'USER_AUTH': {
      const username = required(input.AuthParameters, 'USERNAME');
      requireSecretHash(pool, username, input.AuthParameters.SECRET_HASH);
      return chooseFactor(pool, username, required(input.AuthParameters, 'PREFERRED_CHALLENGE'));
    }
    default:
      throw new CognitoError('InvalidParameterException', 'Auth flow not enabled for this client');
  }
});

async function signInWithPassword(pool: Pool, parameters: Parameters) {
  const username = required(parameters, 'USERNAME');
  const password = required(parameters, 'PASSWORD');
  requireSecretHash(pool, username, parameters.SECRET_HASH);

  const user = findUser(pool, username);
  if (user) startAttempt(user, pool.now().getTime());
  const stored = user?.password;
  const right = await passwordMatches(stored, password, pool.scryptCost);

  // From here to the answer nothing waits: of parallel guesses, each one sees the failures of those before it.
  if (!user || user.password !== stored || !pool.state.users.includes(user)) {
    // Written like a user's failure, so that the time of the answer doesn't tell them apart either.
    pool.state.strangersFailures += 1;
    throw wrongCredentials();
  }
  const now = pool.now().getTime();
  startAttempt(user, now);
  if (!right) {
    recordFailure(user, now);
    throw wrongCredentials();
  }
  // Only who knows the password may learn what is wrong with the account.
  if (!user.enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
  if (user.status === 'UNCONFIRMED') {
    throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') return askForNewPassword(pool, user, now);
  return afterPassword(pool, user);
}

function askForNewPassword(pool: Pool, user: User, now: number) {
  if (user.password.temporaryUntil !== null && user.password.temporaryUntil <= now) {
    throw new CognitoError(
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
    );
  }
  const attributes = attributesOf(user).filter(({ Name }) => Name !== 'sub');
  return askFor(pool, user, 'NEW_PASSWORD_REQUIRED', {
    requiredAttributes: '[]',
    userAttributes: JSON.stringify(Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]))),
  });
}

/** The second factor where one is on, otherwise the tokens. */
export function afterPassword(pool: Pool, user: User): object | Promise<object> {
  if (user.mfa.enabled) return askFor(pool, user, 'SOFTWARE_TOKEN_MFA');
  return completeSignIn(pool, user);
}

/** Every proof was given: a new token family. */
export async function completeSignIn(pool: Pool, user: User) {
  forgetFailures(user);
  const { family, refreshToken } = openFamily(pool, user);
  const tokens = await issueTokens(pool, user, family);
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken: refreshToken } };
}

/** New access and ID tokens of the same family; the refresh token stays (rotation is off). */
async function refresh(pool: Pool, parameters: Parameters) {
  const family = findFamily(pool, required(parameters, 'REFRESH_TOKEN'));
  const user = pool.state.users.find(({ sub }) => sub === family?.sub);
  if (!family || !user) throw new CognitoError('NotAuthorizedException', 'Invalid Refresh Token');
  requireSecretHash(pool, user.sub, parameters.SECRET_HASH);
  if (family.revoked) throw new CognitoError('NotAuthorizedException', 'Refresh Token has been revoked');
  if (family.expiresAt <= pool.now().getTime()) {
    throw new CognitoError('NotAuthorizedException', 'Refresh Token has expired');
  }
  return { ChallengeParameters: {}, AuthenticationResult: await issueTokens(pool, user, family) };
}

function required(parameters: Parameters, name: keyof Parameters): string {
  const value = parameters[name];
  if (value === undefined || value === '') {
    throw new CognitoError('InvalidParameterException', `Missing required parameter ${name}`);
  }
  return value;
}
