import * as v from 'valibot';

import { closeChallengesOf } from '../challenges.ts';
import { CognitoError, wrongCredentials } from '../errors.ts';
import { checkPolicy, hashPassword, passwordMatches } from '../passwords.ts';
import type { Pool } from '../pool.ts';
import type { Password, User } from '../state.ts';
import { authenticate } from '../tokens.ts';
import { requireUser, touch } from '../users.ts';
import { password, token, userOfPool } from './fields.ts';
import { adminOperation, publicOperation } from './operation.ts';

const changesAnHour = 5;
const hourMs = 60 * 60_000;

/** When a temporary password that is given now stops working. */
export const temporaryUntil = (pool: Pool) =>
  pool.now().getTime() + pool.settings.temporaryPasswordDays * 24 * hourMs;

/** Gives a user a password that was hashed before. Sign-ins that exist already go on, as at Cognito. */
export function replacePassword(pool: Pool, user: User, hashed: Password): void {
  user.password = hashed;
  user.status = hashed.temporaryUntil === null ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
  closeChallengesOf(pool, user);
  touch(pool, user);
}

const setSchema = v.strictObject({
  ...userOfPool,
  Password: password,
  Permanent: v.optional(v.boolean(), false),
});

export const adminSetUserPassword = adminOperation(setSchema, async (pool, input) => {
  requireUser(pool, input.Username);
  checkPolicy(pool.settings.passwordPolicy, input.Password);
  const until = input.Permanent ? null : temporaryUntil(pool);
  const hashed = await hashPassword(input.Password, pool.scryptCost, until);
  // Looked up again, because the user may be gone since.
  replacePassword(pool, requireUser(pool, input.Username), hashed);
  return {};
});

const changeSchema = v.strictObject({
  AccessToken: token,
  PreviousPassword: password,
  ProposedPassword: password,
});

export const changePassword = publicOperation(changeSchema, async (pool, input) => {
  const user = await authenticate(pool, input.AccessToken);
  countChange(user, pool.now().getTime());
  const previous = user.password;
  const right = await passwordMatches(previous, input.PreviousPassword, pool.scryptCost);
  if (!right) throw wrongCredentials();
  checkPolicy(pool.settings.passwordPolicy, input.ProposedPassword);
  const hashed = await hashPassword(input.ProposedPassword, pool.scryptCost, null);
  // Of two changes at once, the second one's previous password isn't the previous one any more.
  if (user.password !== previous) throw wrongCredentials();
  replacePassword(pool, user, hashed);
  return {};
});

function countChange(user: User, now: number): void {
  const recent = user.passwordChanges.filter((at) => now - at < hourMs);
  if (recent.length >= changesAnHour) {
    throw new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
  }
  user.passwordChanges = [...recent, now];
}
