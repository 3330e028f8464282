import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { accessTokenOf } from '#functions/shared/two-factor/access-token.ts';
import { finishRemoval } from '#functions/shared/two-factor/finish-removal.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { TwoFactorDeps } from './deps.ts';

/**
 * Gives the secret of a new authenticator. It counts once a code of it is confirmed; until then asking again gives
 * another one, and signing in stays as it is.
 */
export async function enrolAuthenticator(
  deps: TwoFactorDeps,
  auth: Authenticated,
): Promise<Outcome<{ secret: string; otpauthUri: string }>> {
  const { account } = auth;
  if (isTwoFactorOn(account)) return refuse('two-factor-on');
  if (!(await finishRemoval(deps, account))) return refuse('request-in-progress');
  const token = await accessTokenOf(deps.pool, auth);
  if (!token.ok) return token;
  const secret = await deps.pool.associateAuthenticator(token.accessToken);
  return { ok: true, secret, otpauthUri: otpauthUri(deps.productName, account.email, secret) };
}

/** What authenticators read from a QR code (Google's "Key Uri Format"); the rest are its defaults: SHA-1, 6 digits, 30 s. */
function otpauthUri(productName: string, email: string, secret: string): string {
  const label = `${encodeURIComponent(productName)}:${encodeURIComponent(email)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(productName)}`;
}
