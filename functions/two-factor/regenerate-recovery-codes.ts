import { recoveryCodesRegenerated } from '#events/lifecycle/recovery-codes-regenerated.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { rotateSession } from '#functions/shared/session/session-item.ts';
import { newRecoveryCodes, putRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import { factorsChanged } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { TwoFactorDeps } from './deps.ts';

/** Makes new recovery codes, shown this once; with the same write the old ones are dead. */
export async function regenerateRecoveryCodes(
  deps: Pick<TwoFactorDeps, 'table' | 'now' | 'newId'>,
  { auth, viewer }: { auth: Authenticated; viewer: Viewer },
): Promise<Outcome<{ recoveryCodes: string[]; setCookie: string }>> {
  const { accountId, email, name, timezone } = auth.account;
  const now = deps.now();
  const table = deps.table.name;
  const recoveryCodes = newRecoveryCodes();
  const rotated = rotateSession(table, auth, {}, now);
  const lost = await commit(deps.table, [
    factorsChanged(table, accountId, now),
    putRecoveryCodes(table, accountId, recoveryCodes, now),
    ...rotated.items,
    recordEvent(table, recoveryCodesRegenerated, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { email, name, timezone },
    }),
  ]);
  if (lost !== null) return refuse(lost.index === 0 ? 'two-factor-off' : 'session-rotated');
  return { ok: true, recoveryCodes, setCookie: rotated.setCookie };
}
