import { passkeyRemoved } from '#events/lifecycle/passkey-removed.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { guardedUntil } from '#functions/shared/cooling-off.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { rotateSession } from '#functions/shared/session/session-item.ts';
import { passkeyKey } from '#functions/shared/table.ts';
import { accessTokenOf } from '#functions/shared/two-factor/access-token.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { PasskeyDeps } from './deps.ts';
import { datePasskeyChange, deletePasskey, parsePasskey } from './passkey-item.ts';

export interface RemovePasskeyCommand {
  readonly auth: Authenticated;
  readonly id: string;
  readonly viewer: Viewer;
}

/**
 * Removes a passkey: from Cognito first, so that it signs in no more from then on, then from the account. Killed in
 * between, it is still listed, and removing it again finishes. A factor added after it, less than a day ago, guards it
 * (DESIGN "Email change").
 */
export async function removePasskey(
  deps: PasskeyDeps,
  { auth, id, viewer }: RemovePasskeyCommand,
): Promise<Outcome<{ setCookie: string }>> {
  const { account } = auth;
  const { accountId, email, name, timezone } = account;
  const [item] = await readMany(deps.table, [passkeyKey(accountId, id)]);
  const passkey = parsePasskey(item);
  if (passkey?.state !== 'active') return refuse('not-found');
  if (guardedUntil(account, passkey.createdAt, deps.now()) !== null) return refuse('factor-too-new');
  const token = await accessTokenOf(deps.pool, auth);
  if (!token.ok) return token;
  await deps.pool.deletePasskey(token.accessToken, passkey.credentialId);

  const now = deps.now();
  const table = deps.table.name;
  const rotated = rotateSession(table, auth, {}, now);
  const lost = await commit(deps.table, [
    deletePasskey(table, passkey),
    datePasskeyChange(table, accountId, 'removed', now),
    ...rotated.items,
    recordEvent(table, passkeyRemoved, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { passkeyId: id, passkeyName: passkey.name, email, name, timezone },
    }),
  ]);
  if (lost === null) return { ok: true, setCookie: rotated.setCookie };
  return refuse(lost.index === 0 ? 'not-found' : 'session-rotated');
}
