import { parse } from 'valibot';
import { commit } from '#functions/shared/aws/transaction.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { accessTokenOf } from '#functions/shared/two-factor/access-token.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { addWrites } from './add-writes.ts';
import { type CreationOptions, creationOptionsSchema, mostPasskeys } from './contract.ts';
import type { PasskeyDeps } from './deps.ts';
import { forgetNewPasskey, readPasskeys } from './passkey-item.ts';

interface StartCommand {
  readonly auth: Authenticated;
  readonly viewer: Viewer;
}

/** Begins to add a passkey: gives what the browser makes it with. Another one may be begun at any time instead. */
export async function startPasskey(
  deps: PasskeyDeps,
  { auth, viewer }: StartCommand,
): Promise<Outcome<{ options: CreationOptions }>> {
  const token = await accessTokenOf(deps.pool, auth);
  if (!token.ok) return token;
  await finishInterrupted(deps, { auth, viewer }, token.accessToken);
  const started = await deps.pool.startPasskey(token.accessToken);
  if (started === null) return refuse('too-many-passkeys', { detail: `At most ${String(mostPasskeys)}.` });
  const options = parse(creationOptionsSchema, started);
  const { email, name } = auth.account;
  return {
    ok: true,
    options: {
      ...options,
      // What people see when their browser asks them which passkey to use.
      rp: { ...options.rp, name: deps.productName },
      user: { ...options.user, name: email, displayName: name },
    },
  };
}

/**
 * Settles what an earlier adding left undone when it was killed between Cognito and the table: a passkey that Cognito
 * has registered becomes one of the account's, one that it hasn't is forgotten.
 */
async function finishInterrupted(
  deps: PasskeyDeps,
  { auth, viewer }: StartCommand,
  accessToken: string,
): Promise<void> {
  const { account } = auth;
  const passkeys = await readPasskeys(deps.table, account.accountId);
  const interrupted = passkeys.filter(({ state }) => state === 'adding');
  if (interrupted.length === 0) return;
  const registered = new Set(await deps.pool.listPasskeys(accessToken));
  for (const passkey of interrupted) {
    const input = { eventId: deps.newId(), account, passkey, viewer, now: deps.now() };
    if (registered.has(passkey.credentialId)) await commit(deps.table, addWrites(deps.table.name, input));
    else await forgetNewPasskey(deps.table, passkey);
  }
}
