import { randomBytes } from 'node:crypto';
import { parseClaim } from '#functions/shared/address-claim-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { AskedPasskey } from '#functions/shared/aws/user-pool-passkeys.ts';
import { addressClaimKey } from '#functions/shared/table.ts';
import { challengeLife, nobodysSession, sealChallenge } from './challenge.ts';
import type { RequestOptions } from './contract.ts';
import type { PasskeyDeps } from './deps.ts';
import { readPasskeys } from './passkey-item.ts';

/**
 * Begins to sign in with a passkey. Whether the address is known, and has passkeys, shows neither in the answer nor in
 * the work: which passkeys there are is never told (WebAuthn Level 3 §14.6.3), since Cognito's are all discoverable,
 * and whoever can't sign in gets a challenge that nobody can answer (docs/decisions/012-passkeys.md).
 */
export async function beginPasskeySignIn(
  deps: PasskeyDeps,
  email: string,
): Promise<{ challenge: string; options: RequestOptions }> {
  const [item] = await readMany(deps.table, [addressClaimKey(email)]);
  const claim = parseClaim(item);
  const accountId = claim?.state === 'held' ? claim.accountId : deps.newId();
  const asked = await ask(deps, accountId);
  const [secret] = await deps.readCodeSecret();
  const challenge = sealChallenge(secret, {
    accountId,
    email,
    session: asked?.session ?? nobodysSession(),
    begunAt: deps.now().toISOString(),
  });
  return {
    challenge,
    options: {
      challenge: asked?.challenge ?? randomBytes(32).toString('base64url'),
      rpId: new URL(deps.siteUrl).hostname,
      timeout: challengeLife,
      userVerification: 'required',
    },
  };
}

/**
 * Asks Cognito for a passkey. It has none to ask for where two-factor was turned on after they were added, until they
 * may stand for both factors.
 */
async function ask(deps: PasskeyDeps, accountId: string): Promise<AskedPasskey | null> {
  const [asked, passkeys] = await Promise.all([
    deps.pool.askForPasskey(accountId),
    readPasskeys(deps.table, accountId),
  ]);
  if (asked !== null || passkeys.length === 0) return asked;
  return (await deps.pool.letPasskeysBeBoth(accountId)) ? deps.pool.askForPasskey(accountId) : null;
}
