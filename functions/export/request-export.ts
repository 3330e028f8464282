import { exportRequested } from '#events/lifecycle/export-requested.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { commit, Contended } from '#functions/shared/aws/transaction.ts';
import { countCall } from '#functions/shared/chain/rate-limit.ts';
import { after, hours } from '#functions/shared/clock.ts';
import { scheduleDue } from '#functions/shared/due-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { beginJob } from '#functions/shared/job-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { ExportDeps } from './deps.ts';
import { exportOverdue } from './end-overdue-export.ts';
import { makeNewest, readNewest } from './newest-export-item.ts';

/** Exports that one person can ask for in a day. */
const perDay = { calls: 10, windowSeconds: 86_400 };
/** Packing that has not ended by then never will: all its tries are over. */
const patience = 6 * hours;
/** The next try already meets the export of whoever asked at the same moment. */
const tries = 5;

/**
 * Has everything that is stored about a person packed, or gives the export that is under way. Its event is what the
 * packing begins from; the due item sees to it that the job ends, whatever becomes of that.
 */
export async function requestExport(
  deps: Omit<ExportDeps, 'archives'>,
  { account, viewer }: { account: Account; viewer: Viewer },
): Promise<Outcome<{ jobId: string }>> {
  const { accountId } = account;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { jobId: before, job } = await readNewest(deps.table, accountId);
    if (job?.status === 'running') return { ok: true, jobId: job.id };
    const [jobId, now] = [deps.newId(), deps.now()];
    const wait = await countCall(deps.table, 'export', accountId, perDay, now);
    if (wait > 0) return refuse('too-many-attempts', { retryAfterSeconds: wait });
    const lost = await commit(deps.table, [
      makeNewest(deps.table.name, accountId, { jobId, before }),
      beginJob(deps.table.name, { accountId }, { id: jobId, kind: 'export', requestedBy: accountId, now }),
      scheduleDue(deps.table.name, {
        kind: exportOverdue,
        at: after(now, patience).toISOString(),
        reference: jobId,
        accountId,
      }),
      recordEvent(deps.table.name, exportRequested, {
        id: deps.newId(),
        now,
        accountId,
        actor: { kind: 'account', accountId },
        origin: viewer,
        data: { jobId },
      }),
    ]);
    if (lost === null) return { ok: true, jobId };
  }
  throw new Contended();
}
