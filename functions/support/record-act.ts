import { supportActed } from '#events/lifecycle/support-acted.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { InferInput } from 'valibot';
import type { SupportCommand, SupportDeps } from './deps.ts';

/** The write that puts what support does into the person's security log; the mail follows from it. */
export function recordAct(
  deps: Pick<SupportDeps, 'table' | 'newId'>,
  { account, by }: SupportCommand,
  action: InferInput<typeof supportActed.data>['action'],
  now: Date,
): TransactItem {
  const { accountId, email, name, timezone } = account;
  return recordEvent(deps.table.name, supportActed, {
    id: deps.newId(),
    now,
    accountId,
    actor: { kind: 'support', ...by },
    origin: null,
    data: { action, email, name, timezone },
  });
}

/** Records that support looks at an account, before anything of it is shown. */
export async function recordLook(
  deps: Pick<SupportDeps, 'table' | 'now' | 'newId'>,
  command: SupportCommand,
): Promise<void> {
  await commit(deps.table, [recordAct(deps, command, 'viewed', deps.now())]);
}
