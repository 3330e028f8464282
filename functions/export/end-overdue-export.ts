import { exportFailed } from '#events/lifecycle/export-failed.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { DueItem } from '#functions/shared/due-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { endJob, readJob } from '#functions/shared/job-item.ts';
import type { ExportDeps } from './deps.ts';

/** The kind of the due item by which an export ends at the latest. */
export const exportOverdue = 'export-overdue';

/** Ends an export that did not come about, so that its person can ask anew; one that has ended is left as it is. */
export async function endOverdueExport(
  deps: Omit<ExportDeps, 'archives'>,
  { reference: jobId, accountId }: Pick<DueItem, 'reference' | 'accountId'>,
): Promise<void> {
  if (accountId === null) throw new Error('An export belongs to an account');
  const found = await readJob(deps.table, [{ accountId }], jobId);
  if (found?.job.status !== 'running') return;
  const now = deps.now();
  await commit(deps.table, [
    endJob(deps.table.name, { accountId }, jobId, { status: 'failed', progress: found.job.progress, now }),
    recordEvent(deps.table.name, exportFailed, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'system' },
      origin: null,
      data: { jobId },
    }),
  ]);
}
