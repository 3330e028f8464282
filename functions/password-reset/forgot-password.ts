import { passwordResetRequested } from '#events/lifecycle/password-reset-requested.ts';
import { decoyEvent, readHolder } from '#functions/shared/address-holder.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { mayMail } from '#functions/shared/mail-quota.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import { putPasswordReset } from '#functions/shared/password-reset-item.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { PasswordResetDeps } from './deps.ts';

/**
 * Mails a reset link to the address that the account has stored, never to the one that was typed (GitHub
 * 2016, CVE-2023-7028). For an unknown address the same reads and writes are made and nothing is sent.
 */
export async function forgotPassword(
  deps: Pick<PasswordResetDeps, 'table' | 'now' | 'newId'>,
  command: { email: string; viewer: Viewer },
): Promise<Outcome> {
  const { email, viewer } = command;
  const now = deps.now();
  if (!(await mayMail(deps.table, email, now))) return { ok: true };
  const eventId = deps.newId();
  const holder = await readHolder(deps.table, email, eventId);
  const told: TransactItem =
    holder === null
      ? decoyEvent(deps.table.name, eventId)
      : recordEvent(deps.table.name, passwordResetRequested, {
          id: eventId,
          now,
          accountId: holder.accountId,
          actor: { kind: 'anonymous' },
          origin: viewer,
          data: { email: holder.email, name: holder.name, timezone: holder.timezone, cause: 'forgotten' },
        });
  const reset = { accountId: holder?.accountId ?? null, eventId };
  await commit(deps.table, [putPasswordReset(deps.table.name, email, reset, now), told]);
  return { ok: true };
}
