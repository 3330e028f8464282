import { commit } from '#functions/shared/aws/transaction.ts';
import { type Outcome, refuse, type Refusal } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { rotateSession } from '#functions/shared/session/session-item.ts';
import { accessTokenOf } from '#functions/shared/two-factor/access-token.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { addWrites } from './add-writes.ts';
import type { NewCredential } from './contract.ts';
import type { PasskeyDeps } from './deps.ts';
import { forgetNewPasskey, noteNewPasskey, type Passkey, passkeyId, readPasskeys } from './passkey-item.ts';

export interface AddPasskeyCommand {
  readonly auth: Authenticated;
  readonly name: string;
  readonly credential: NewCredential;
  readonly viewer: Viewer;
}

/**
 * Adds the passkey that the browser made. It is noted first, then registered in Cognito, then made one of the
 * account's together with its event. Killed in between, it is finished by the same request again, by the next adding,
 * or by its first sign-in; and none ever signs in that was not noted.
 */
export async function addPasskey(
  deps: PasskeyDeps,
  { auth, name, credential, viewer }: AddPasskeyCommand,
): Promise<Outcome<{ passkey: Passkey; setCookie?: string }>> {
  const { account } = auth;
  const { accountId } = account;
  const token = await accessTokenOf(deps.pool, auth);
  if (!token.ok) return token;
  const noted: Passkey = {
    accountId,
    id: passkeyId(credential.id),
    credentialId: credential.id,
    name,
    state: 'adding',
    createdAt: deps.now().toISOString(),
    lastUsedAt: null,
  };
  if (!(await noteNewPasskey(deps.table, noted))) return alreadyAdded(deps, noted);
  const refusal = await register(deps, token.accessToken, credential);
  if (refusal !== null) {
    await forgetNewPasskey(deps.table, noted);
    return refusal;
  }

  const now = deps.now();
  const table = deps.table.name;
  const rotated = rotateSession(table, auth, {}, now);
  const lost = await commit(deps.table, [
    ...addWrites(table, { eventId: deps.newId(), account, passkey: noted, viewer, now }),
    ...rotated.items,
  ]);
  if (lost?.index === 0) return alreadyAdded(deps, noted);
  if (lost !== null) return refuse('session-rotated');
  // Signing in makes up for it, so failing here would only keep the new cookie from the person.
  if (isTwoFactorOn(account)) await deps.pool.letPasskeysBeBoth(accountId).catch(() => false);
  const passkey = { ...noted, createdAt: now.toISOString() };
  return { ok: true, passkey, setCookie: rotated.setCookie };
}

/** Registers the credential in Cognito; null when it is registered, by this request or by an earlier one. */
async function register(
  deps: PasskeyDeps,
  accessToken: string,
  credential: NewCredential,
): Promise<Refusal | null> {
  const outcome = await deps.pool.completePasskey(accessToken, { ...credential, clientExtensionResults: {} });
  if (outcome === 'registered') return null;
  // An earlier try may have been killed after Cognito had taken it: then its challenge is used up.
  if ((await deps.pool.listPasskeys(accessToken)).includes(credential.id)) return null;
  const reasons = {
    full: 'too-many-passkeys',
    expired: 'challenge-expired',
    unusable: 'passkey-not-accepted',
  } as const;
  return refuse(reasons[outcome]);
}

/** The same request again, after its answer was lost. */
async function alreadyAdded(
  deps: PasskeyDeps,
  { accountId, id }: Passkey,
): Promise<Outcome<{ passkey: Passkey }>> {
  const passkey = (await readPasskeys(deps.table, accountId)).find((known) => known.id === id);
  return passkey?.state === 'active' ? { ok: true, passkey } : refuse('session-rotated');
}
