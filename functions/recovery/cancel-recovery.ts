import { recoveryCancelled } from '#events/lifecycle/recovery-cancelled.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { readLink } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { waitingRecovery } from '#functions/shared/recovery-state.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { RecoveryDeps } from './deps.ts';
import { endWait } from './recovery-item.ts';

type CancelDeps = Pick<RecoveryDeps, 'table' | 'now' | 'newId'>;
type Canceller = { how: 'session' | 'link'; viewer: Viewer };

/** Cancels the waiting recovery from a live session, which needs no further proof; succeeds when none waits. */
export async function withdrawRecovery(
  deps: CancelDeps,
  { account, viewer }: { account: Account; viewer: Viewer },
): Promise<Outcome> {
  return cancel(deps, account, { how: 'session', viewer });
}

/** Cancels by the link of the mail that told of the recovery. Following it again succeeds. */
export async function cancelRecovery(
  deps: RecoveryDeps,
  command: { token: string; viewer: Viewer },
): Promise<Outcome> {
  const link = await readLink(deps.readCodeSecret, 'recovery-cancel', command.token);
  if (link === null) return refuse('invalid-code');
  const account = await readAccount(deps.table, link.accountId);
  if (account === null) return refuse('invalid-code');
  // The code was ours, so that recovery is over: cancelled before, or replaced by a later one.
  if (account.recovery?.eventId !== link.eventId) return { ok: true };
  if (account.recovery.status === 'completed') return refuse('code-expired');
  return cancel(deps, account, { how: 'link', viewer: command.viewer });
}

async function cancel(deps: CancelDeps, account: Account, by: Canceller): Promise<Outcome> {
  const waiting = waitingRecovery(account);
  if (waiting === null) return { ok: true };
  const { accountId, email, name, timezone } = account;
  const lost = await commit(deps.table, [
    ...endWait(deps.table.name, accountId, waiting),
    recordEvent(deps.table.name, recoveryCancelled, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: by.how === 'session' ? { kind: 'account', accountId } : { kind: 'anonymous' },
      origin: by.viewer,
      data: { email, name, timezone, how: by.how },
    }),
  ]);
  if (lost === null) return { ok: true };
  // Somebody cancelled at the same moment, or it was completed: only the second is bad news.
  const current = await readAccount(deps.table, accountId);
  const completed = current?.recovery?.eventId === waiting.eventId;
  return completed ? refuse('code-expired') : { ok: true };
}
