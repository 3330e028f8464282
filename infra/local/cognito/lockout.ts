import { CognitoError } from './errors.ts';
import type { User } from './state.ts';

const freeFailures = 5;
const longestLockMs = 15 * 60_000;
const quietMs = 15 * 60_000;

/**
 * Notes that a sign-in is tried, and refuses it while the user is locked out. An attempt during a lock-out doesn't
 * lengthen it, but fifteen minutes without any attempt are what forgets the failures.
 */
export function startAttempt(user: User, now: number): void {
  if (now - user.failures.lastAttemptAt >= quietMs) forgetFailures(user);
  user.failures.lastAttemptAt = now;
  if (now < user.failures.lockedUntil) {
    throw new CognitoError('NotAuthorizedException', 'Password attempts exceeded');
  }
}

/** Counts a wrong password or code; the n-th one, from the fifth, locks the user out for 2^(n-5) seconds. */
export function recordFailure(user: User, now: number): void {
  user.failures.count += 1;
  const beyond = user.failures.count - freeFailures;
  if (beyond >= 0) user.failures.lockedUntil = now + Math.min(2 ** beyond * 1000, longestLockMs);
}

/** After a complete sign-in. */
export function forgetFailures(user: User): void {
  user.failures = { count: 0, lastAttemptAt: user.failures.lastAttemptAt, lockedUntil: 0 };
}
