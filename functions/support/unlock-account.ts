import { commit } from '#functions/shared/aws/transaction.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import { throttleKey } from '#functions/shared/table.ts';
import { emailSubject } from '#functions/shared/throttle-item.ts';
import type { SupportCommand, SupportDeps } from './deps.ts';
import { recordAct } from './record-act.ts';

/** Forgets the failed tries of an account, so that nobody has to wait. Cognito's own wait, minutes at most, stays. */
export async function unlockAccount(
  deps: Pick<SupportDeps, 'table' | 'now' | 'newId'>,
  command: SupportCommand,
): Promise<Outcome> {
  const { id } = emailSubject(command.account.email);
  await commit(deps.table, [
    { Delete: { TableName: deps.table.name, Key: throttleKey(id) } },
    recordAct(deps, command, 'unlocked', deps.now()),
  ]);
  return { ok: true };
}
