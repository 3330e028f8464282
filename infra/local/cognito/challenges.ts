import { CognitoError } from './errors.ts';
import { randomToken, type Pool } from './pool.ts';
import type { Challenge, User } from './state.ts';
import { hashToken } from './tokens.ts';

const tries = 5;

/**
 * Asks the user for more. The Session is the only proof of what was given before, such as the right password: it is
 * bound to this user and this challenge, and as long as Cognito's, which matters to whoever hands it on.
 */
export function askFor(
  pool: Pool,
  user: User,
  name: Challenge['name'],
  parameters: Record<string, string> = {},
  toSign = '',
) {
  const now = pool.now().getTime();
  const session = randomToken(700);
  pool.state.challenges = pool.state.challenges.filter(({ expiresAt }) => expiresAt > now);
  pool.state.challenges.push({
    sessionHash: hashToken(session),
    sub: user.sub,
    name,
    expiresAt: now + pool.settings.challengeMinutes * 60_000,
    triesLeft: tries,
    toSign,
  });
  return {
    ChallengeName: name,
    Session: session,
    ChallengeParameters: { USER_ID_FOR_SRP: user.sub, ...parameters },
  };
}

/**
 * The open challenge of a Session and its user. `username` must be the one that the challenge named
 * (USER_ID_FOR_SRP, which is the sub): in an answer, Cognito's documentation allows no alias.
 */
export function findChallenge(
  pool: Pool,
  session: string,
  name: Challenge['name'],
  username: string,
): { challenge: Challenge; user: User } {
  const hash = hashToken(session);
  const challenge = pool.state.challenges.find(({ sessionHash }) => sessionHash === hash);
  const user = pool.state.users.find(({ sub }) => sub === challenge?.sub);
  if (challenge?.name !== name || user?.sub !== username || challenge.expiresAt <= pool.now().getTime()) {
    throw new CognitoError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
  }
  if (!user.enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
  return { challenge, user };
}

/** A Session answers once. */
export function closeChallenge(pool: Pool, answered: Challenge): void {
  pool.state.challenges = pool.state.challenges.filter((challenge) => challenge !== answered);
}

/** A wrong answer uses up one of the Session's few tries. */
export function spendTry(pool: Pool, challenge: Challenge): void {
  challenge.triesLeft -= 1;
  if (challenge.triesLeft === 0) closeChallenge(pool, challenge);
}

/** After a change of password or a global sign-out, what was proven with the old one proves nothing. */
export function closeChallengesOf(pool: Pool, user: User): void {
  pool.state.challenges = pool.state.challenges.filter(({ sub }) => sub !== user.sub);
}
