import { askFor } from '../challenges.ts';
import { CognitoError } from '../errors.ts';
import { randomToken, type Pool } from '../pool.ts';
import type { User } from '../state.ts';
import { findUser } from '../users.ts';

/**
 * Choice-based sign-in (USER_AUTH) with a passkey preferred, the one choice that Latchkey makes. Documented: a
 * preferred challenge that the user can't answer gives SELECT_CHALLENGE with those that they can; somebody with a
 * second factor may use a passkey only where that counts as both. Unsure: what an unknown user gets. Here it is the
 * same as for one without passkeys, as PreventUserExistenceErrors promises for the other flows.
 */
export function chooseFactor(pool: Pool, username: string, preferred: string) {
  if (preferred !== 'WEB_AUTHN') {
    throw new CognitoError(
      'InvalidParameterException',
      'Only PREFERRED_CHALLENGE=WEB_AUTHN is supported here.',
    );
  }
  const user = findUser(pool, username);
  if (!user || !canUsePasskey(pool, user)) return selectChallenge();
  if (!user.enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
  const { relyingPartyId, userVerification } = pool.settings.webAuthn;
  const challenge = randomToken(32);
  const options = {
    challenge,
    timeout: pool.settings.challengeMinutes * 60_000,
    rpId: relyingPartyId,
    allowCredentials: user.passkeys.map(({ id, transports }) => ({ type: 'public-key', id, transports })),
    userVerification,
  };
  const parameters = { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) };
  return askFor(pool, user, 'WEB_AUTHN', parameters, challenge);
}

function canUsePasskey(pool: Pool, user: User): boolean {
  const countsAsBoth =
    pool.settings.webAuthn.factorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION' && user.passkeyMfa;
  return user.passkeys.length > 0 && (!user.mfa.enabled || countsAsBoth);
}

/** Nothing that Latchkey answers, so its Session is nobody's. */
function selectChallenge() {
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    Session: randomToken(700),
    ChallengeParameters: {},
    AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP'],
  };
}
