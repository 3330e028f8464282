import { readAccount } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { isPast } from '#functions/shared/clock.ts';
import {
  abandonEmailChange,
  confirmEmailChange as confirmWrites,
  finishEmailChange,
  readEmailChange,
} from '#functions/shared/email-change-item.ts';
import { listEmailReverts } from '#functions/shared/email-revert-item.ts';
import { readLink } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { EmailChangeDeps } from './deps.ts';
import { moveAddress } from './move-address.ts';

/**
 * Confirms the new address by the link mailed to it: reserves it (of two who want it one wins), moves Cognito
 * to it, then the account. Killed in between, the link again or the next sign-in finishes; once finished,
 * the link again answers the same and does nothing.
 */
export async function confirmEmailChange(
  deps: EmailChangeDeps,
  command: { token: string; viewer: Viewer },
): Promise<Outcome> {
  const link = await readLink(deps.readCodeSecret, 'email-change-confirm', command.token);
  if (link === null) return refuse('invalid-code');
  const change = await readEmailChange(deps.table, link.accountId);
  if (change?.eventId !== link.eventId) return wasFinished(deps, link);
  if (!change.confirmed && isPast(change.expiresAt, deps.now())) return refuse('code-expired');

  const account = await readAccount(deps.table, link.accountId);
  // One that is being erased has no user to move any more.
  if (account === null || account.state === 'disabled') return refuse('invalid-code');
  const lost = await commit(deps.table, confirmWrites(deps.table.name, change));
  if (lost !== null) return refuse(lost.index === 0 ? 'email-taken' : 'code-expired');
  if (!(await moveAddress(deps, account.accountId, change.newEmail))) {
    await commit(deps.table, abandonEmailChange(deps.table.name, change));
    return refuse('email-taken');
  }
  await finishEmailChange(deps, account, change.newEmail, command.viewer);
  return { ok: true };
}

/** A right code without its change: finished before (then the way back stands), or withdrawn. */
async function wasFinished(
  deps: EmailChangeDeps,
  token: { accountId: string; eventId: string },
): Promise<Outcome> {
  const reverts = await listEmailReverts(deps.table, token.accountId);
  const finished = reverts.some(({ requestEventId }) => requestEventId === token.eventId);
  return finished ? { ok: true } : refuse('code-expired');
}
