import type { UserPool } from '../aws/user-pool.ts';
import { refuse, type Refusal } from '../outcome.ts';
import type { Authenticated } from '../session/authenticate.ts';
import { heldToken } from '../session/session-item.ts';
import { isTwoFactorOn } from './two-factor-writes.ts';

/**
 * An access token of the person behind a session, for what Cognito lets only them do (enrol an authenticator, add
 * a passkey). Where the session has none to make it from (it began with a recovery code, or every family was
 * revoked since), a step-up brings one: with the password, and with a code of the authenticator, not a recovery
 * code, where two-factor is on.
 */
export async function accessTokenOf(
  pool: Pick<UserPool, 'accessToken'>,
  auth: Authenticated,
): Promise<{ ok: true; accessToken: string } | Refusal> {
  const refreshToken = heldToken(auth);
  const accessToken =
    refreshToken === null ? null : await pool.accessToken(auth.account.accountId, refreshToken);
  if (accessToken !== null) return { ok: true, accessToken };
  return refuse(isTwoFactorOn(auth.account) ? 'authenticator-required' : 'step-up-required');
}
