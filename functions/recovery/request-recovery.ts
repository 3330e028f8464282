import { recoveryRequested } from '#events/lifecycle/recovery-requested.ts';
import { decoyEvent, readHolder } from '#functions/shared/address-holder.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { mayMail } from '#functions/shared/mail-quota.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { RecoveryDeps } from './deps.ts';
import { putRecoveryRequest } from './recovery-request-item.ts';

/**
 * Mails a link to somebody who lost authenticator and recovery codes: following it proves the mailbox and starts
 * the wait. Where two-factor is off, the mail says that a password reset is all it takes. An unknown address costs
 * the same reads and writes, and nothing is sent.
 */
export async function requestRecovery(
  deps: Pick<RecoveryDeps, 'table' | 'now' | 'newId'>,
  { email, viewer }: { email: string; viewer: Viewer },
): Promise<Outcome> {
  const now = deps.now();
  if (!(await mayMail(deps.table, email, now))) return { ok: true };
  const eventId = deps.newId();
  const holder = await readHolder(deps.table, email, eventId);
  const told: TransactItem =
    holder === null
      ? decoyEvent(deps.table.name, eventId)
      : recordEvent(deps.table.name, recoveryRequested, {
          id: eventId,
          now,
          accountId: holder.accountId,
          actor: { kind: 'anonymous' },
          origin: viewer,
          data: {
            email: holder.email,
            name: holder.name,
            timezone: holder.timezone,
            twoFactor: isTwoFactorOn(holder),
          },
        });
  const request = { accountId: holder?.accountId ?? null, eventId };
  await commit(deps.table, [putRecoveryRequest(deps.table.name, email, request, now), told]);
  return { ok: true };
}
