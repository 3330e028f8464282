import { endAllSessions } from '#functions/shared/account-writes.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import type { SupportCommand, SupportDeps } from './deps.ts';
import { recordAct } from './record-act.ts';

/** Ends every session of an account. Our registry decides; killed before Cognito follows, nobody holds its tokens. */
export async function endSessions(deps: SupportDeps, command: SupportCommand): Promise<Outcome> {
  const now = deps.now();
  const { accountId } = command.account;
  await commit(deps.table, [
    endAllSessions(deps.table.name, accountId, now),
    recordAct(deps, command, 'sessions-ended', now),
  ]);
  await deps.pool.signOutEverywhere(accountId);
  return { ok: true };
}
