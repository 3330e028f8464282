import { passwordResetRequested } from '#events/lifecycle/password-reset-requested.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { parseClaim } from '#functions/shared/address-claim-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { mayMail } from '#functions/shared/mail-quota.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import { accountKey, addressClaimKey, callCountKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { parse } from 'valibot';
import type { PasswordResetDeps } from './deps.ts';
import { putPasswordReset } from '#functions/shared/password-reset-item.ts';

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
  const [claimItem] = await readMany(deps.table, [addressClaimKey(email)]);
  const claim = parseClaim(claimItem);
  const eventId = deps.newId();
  const [accountItem] = await readMany(deps.table, [accountKey(claim?.accountId ?? eventId)]);
  const account = accountItem === undefined ? null : parse(accountSchema, accountItem);

  const known = account?.email === email && account.state !== 'disabled' ? account : null;
  const told: TransactItem =
    known === null
      ? decoy(deps.table.name, eventId)
      : recordEvent(deps.table.name, passwordResetRequested, {
          id: eventId,
          now,
          accountId: known.accountId,
          actor: { kind: 'anonymous' },
          origin: viewer,
          data: { email: known.email, name: known.name, timezone: known.timezone, cause: 'forgotten' },
        });
  const reset = { accountId: known?.accountId ?? null, eventId };
  await commit(deps.table, [putPasswordReset(deps.table.name, email, reset, now), told]);
  return { ok: true };
}

/** As much work as recording an event, with nothing recorded: it is swept at once. */
function decoy(tableName: string, id: string): TransactItem {
  return { Put: { TableName: tableName, Item: { ...callCountKey('decoy', id, 0), expiresAtSeconds: 1 } } };
}
