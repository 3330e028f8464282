import { emailChangeRequested } from '#events/lifecycle/email-change-requested.ts';
import { setPendingEmail } from '#functions/shared/account-writes.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after } from '#functions/shared/clock.ts';
import { confirmLife, putEmailChange } from '#functions/shared/email-change-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { mayMail } from '#functions/shared/mail-quota.ts';
import { type Outcome, refuse, refuseField } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { EmailChangeDeps } from './deps.ts';

export interface RequestEmailChangeCommand {
  readonly auth: Authenticated;
  readonly email: string;
  readonly viewer: Viewer;
}

/**
 * Asks for a new address. A link goes to the new one and a notice with a cancel link to the old one, which
 * keeps working until the new one is confirmed. A second request replaces the first. Whether somebody else
 * has the address is told only to whoever can read its mail.
 */
export async function requestEmailChange(
  deps: EmailChangeDeps,
  command: RequestEmailChangeCommand,
): Promise<Outcome<{ pendingEmail: string; expiresAt: string }>> {
  if (deps.emailChange === 'support-only') return refuse('support-only');
  const { account } = command.auth;
  if (command.email === account.email) return refuseField('email', 'email-unchanged');
  const now = deps.now();
  if (!(await mayMail(deps.table, command.email, now))) {
    return refuse('too-many-attempts', { retryAfterSeconds: 3600 });
  }

  const { accountId, email: oldEmail, name, timezone } = account;
  const eventId = deps.newId();
  const expiresAt = after(now, confirmLife).toISOString();
  const pending = { email: command.email, expiresAt };
  const failed = await commit(deps.table, [
    putEmailChange(deps.table.name, {
      accountId,
      newEmail: command.email,
      oldEmail,
      eventId,
      expiresAt,
      confirmed: false,
    }),
    setPendingEmail(deps.table.name, accountId, oldEmail, pending),
    recordEvent(deps.table.name, emailChangeRequested, {
      id: eventId,
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: command.viewer,
      data: { email: oldEmail, newEmail: command.email, name, timezone },
    }),
  ]);
  // Another change was confirmed a moment ago: this page shows an address that is about to be replaced.
  if (failed !== null) return refuse('session-rotated');
  return { ok: true, pendingEmail: pending.email, expiresAt };
}
