import { passwordResetRequested } from '#events/lifecycle/password-reset-requested.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { mayMail } from '#functions/shared/mail-quota.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { putPasswordReset } from '#functions/shared/password-reset-item.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

/** Mails a reset link to the account's own address, as "Forgot password?" does; a signed-in person is told of the limit. */
export async function sendPasswordReset(
  deps: { table: Table; now: Now; newId: () => string },
  { auth, viewer }: { auth: Authenticated; viewer: Viewer },
): Promise<Outcome> {
  const { accountId, email, name, timezone } = auth.account;
  const now = deps.now();
  if (!(await mayMail(deps.table, email, now)))
    return refuse('too-many-attempts', { retryAfterSeconds: 3600 });
  const eventId = deps.newId();
  await commit(deps.table, [
    putPasswordReset(deps.table.name, email, { accountId, eventId }, now),
    recordEvent(deps.table.name, passwordResetRequested, {
      id: eventId,
      now,
      accountId,
      companyId: auth.session.companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { email, name, timezone, cause: 'forgotten' },
    }),
  ]);
  return { ok: true };
}
