import { randomBytes } from 'node:crypto';
import { emailReverted } from '#events/lifecycle/email-reverted.ts';
import { passwordResetRequested } from '#events/lifecycle/password-reset-requested.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { isPast } from '#functions/shared/clock.ts';
import {
  closeReverts,
  type EmailRevert,
  listEmailReverts,
  restoreAddress,
  takeEmailRevert,
} from '#functions/shared/email-revert-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { readLink } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { putPasswordReset } from '#functions/shared/password-reset-item.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { EmailChangeDeps } from './deps.ts';
import { moveAddress } from './move-address.ts';

/**
 * Restores the old address by the link mailed to it: every session ends at once, the password that somebody
 * used for the change is thrown away, and a reset goes to the restored address. Killed in between, the link
 * again finishes.
 */
export async function revertEmailChange(
  deps: EmailChangeDeps,
  command: { token: string; viewer: Viewer },
): Promise<Outcome> {
  const link = await readLink(deps.readCodeSecret, 'email-change-revert', command.token);
  if (link === null) return refuse('invalid-code');
  const reverts = await listEmailReverts(deps.table, link.accountId);
  const revert = reverts.find(({ eventId }) => eventId === link.eventId);
  if (revert === undefined || (!revert.taken && isPast(revert.expiresAt, deps.now())))
    return refuse('code-expired');
  const account = await readAccount(deps.table, link.accountId);
  // One that is being erased has no user to move any more.
  if (account === null || account.state === 'disabled') return refuse('invalid-code');

  const { accountId } = account;
  if ((await commit(deps.table, takeEmailRevert(deps.table.name, revert, deps.now()))) !== null)
    return refuse('code-expired');
  await deps.pool.setPassword(accountId, `Aa1!${randomBytes(48).toString('base64url')}`);
  await deps.pool.signOutEverywhere(accountId);
  await closeLater(deps, reverts, revert);
  if (!(await moveAddress(deps, accountId, revert.oldEmail))) return refuse('code-expired');
  const lost = await commit(deps.table, restore(deps, account, revert, command.viewer));
  return lost === null ? { ok: true } : refuse('code-expired');
}

/** Whoever made the later changes must not come back by their links. Event ids sort by time. */
async function closeLater(
  deps: EmailChangeDeps,
  reverts: readonly EmailRevert[],
  revert: EmailRevert,
): Promise<void> {
  const later = reverts.filter(
    ({ eventId, oldEmail }) => eventId > revert.eventId && oldEmail !== revert.oldEmail,
  );
  for (const chunk of chunks(later, 20)) await commit(deps.table, closeReverts(deps.table.name, chunk));
}

function* chunks<T>(values: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}

function restore(
  deps: EmailChangeDeps,
  account: Account,
  revert: EmailRevert,
  viewer: Viewer,
): TransactItem[] {
  const now = deps.now();
  const table = deps.table.name;
  const { accountId, name, timezone } = account;
  const resetId = deps.newId();
  const about = { now, accountId, actor: { kind: 'anonymous' }, origin: viewer } as const;
  return [
    ...restoreAddress(table, account, revert, now),
    recordEvent(table, emailReverted, {
      ...about,
      id: deps.newId(),
      data: { email: revert.oldEmail, abandonedEmail: account.email, name, timezone },
    }),
    putPasswordReset(table, revert.oldEmail, { accountId, eventId: resetId }, now),
    recordEvent(table, passwordResetRequested, {
      ...about,
      id: resetId,
      data: { email: revert.oldEmail, name, timezone, cause: 'email-reverted' },
    }),
  ];
}
