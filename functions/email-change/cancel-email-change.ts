import { emailChangeCancelled } from '#events/lifecycle/email-change-cancelled.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { setPendingEmail } from '#functions/shared/account-writes.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { deleteEmailChange, type EmailChange, readEmailChange } from '#functions/shared/email-change-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { readLink } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { EmailChangeDeps } from './deps.ts';

/** Withdraws the pending change from the page; succeeds when there is none. */
export async function withdrawEmailChange(
  deps: Pick<EmailChangeDeps, 'table' | 'now' | 'newId'>,
  command: { account: Account; viewer: Viewer },
): Promise<Outcome> {
  const change = await readEmailChange(deps.table, command.account.accountId);
  if (change === null) return { ok: true };
  if (change.confirmed) return refuse('code-expired');
  await cancel(deps, command.account, change, { how: 'withdrawn', viewer: command.viewer });
  return { ok: true };
}

/** Cancels the pending change by the link in the old mailbox. Following it again succeeds. */
export async function cancelEmailChange(
  deps: EmailChangeDeps,
  command: { token: string; viewer: Viewer },
): Promise<Outcome> {
  const link = await readLink(deps.readCodeSecret, 'email-change-cancel', command.token);
  if (link === null) return refuse('invalid-code');
  const change = await readEmailChange(deps.table, link.accountId);
  // The code was ours, so the change is over: cancelled before, or replaced by a later one.
  if (change?.eventId !== link.eventId) return { ok: true };
  if (change.confirmed) return refuse('code-expired');
  const account = await readAccount(deps.table, link.accountId);
  if (account === null) return refuse('invalid-code');
  const cancelled = await cancel(deps, account, change, { how: 'link', viewer: command.viewer });
  return cancelled ? { ok: true } : refuse('code-expired');
}

async function cancel(
  deps: Pick<EmailChangeDeps, 'table' | 'now' | 'newId'>,
  account: Account,
  change: EmailChange,
  by: { how: 'withdrawn' | 'link'; viewer: Viewer },
): Promise<boolean> {
  const { accountId, email, name, timezone } = account;
  const lost = await commit(deps.table, [
    deleteEmailChange(deps.table.name, change),
    setPendingEmail(deps.table.name, accountId, email, null),
    recordEvent(deps.table.name, emailChangeCancelled, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: by.how === 'withdrawn' ? { kind: 'account', accountId } : { kind: 'anonymous' },
      origin: by.viewer,
      data: { email, newEmail: change.newEmail, name, timezone, how: by.how },
    }),
  ]);
  return lost === null;
}
