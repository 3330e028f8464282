import { phoneConfirmationRemoved } from '#events/lifecycle/phone-confirmation-removed.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import { confirmedPhoneOf } from '#functions/shared/reachability.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { unconfirmNumber } from './confirmed-phone-writes.ts';
import type { SmsDeps } from './deps.ts';
import { phoneEnding } from './phone-code.ts';

/** Has no more text messages sent: the number stays on the profile, and must be confirmed again for any. */
export async function removePhoneConfirmation(
  deps: Pick<SmsDeps, 'table' | 'now' | 'newId'>,
  { auth, viewer }: { readonly auth: Authenticated; readonly viewer: Viewer },
): Promise<Outcome> {
  const { accountId } = auth.account;
  const confirmed = confirmedPhoneOf(auth.account);
  if (confirmed === null) return { ok: true };
  // Lost to the same wish elsewhere: then it is done.
  await commit(deps.table, [
    unconfirmNumber(deps.table.name, accountId, confirmed.number),
    recordEvent(deps.table.name, phoneConfirmationRemoved, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { phoneEnding: phoneEnding(confirmed.number) },
    }),
  ]);
  return { ok: true };
}
