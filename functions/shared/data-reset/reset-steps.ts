import { resetCompleted } from '#events/lifecycle/reset-completed.ts';
import { commit } from '../aws/transaction.ts';
import type { Table } from '../aws/table-client.ts';
import type { Now } from '../clock.ts';
import { recordEvent } from '../event-item.ts';
import * as v from 'valibot';
import { endJob, readJob, reportProgress } from '../job-item.ts';
import { progressTeller } from '../progress-teller.ts';
import type { Count, Retention, StoreReceipt } from '../receipt.ts';
import { readReceipt, writeReceipt } from '../receipt-item.ts';
import { keptByReset, resetCategories } from '../records/categories.ts';
import { countRecords, type RecordCounts } from '../records/count-records.ts';
import type { RecordsDeps } from '../records/deps.ts';
import { eraseRecords } from '../records/erase-records.ts';
import { releaseReset } from './reset-state.ts';

/**
 * The steps of a data reset, in the order in which the workflow takes them. Each may be killed anywhere and be called
 * again; none undoes or repeats what another has done.
 */
export interface ResetDeps extends RecordsDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

/** Which reset: its company, and the job that tells of it. */
export interface ResetTask {
  readonly companyId: string;
  readonly jobId: string;
}

/** The job, while there is something left to do for it; null when it is over, or went with its company. */
export async function findRunningReset(
  { table }: ResetDeps,
  { companyId, jobId }: ResetTask,
): Promise<{ requestedBy: string; number: string } | null> {
  const found = await readJob(table, [{ companyId }], jobId);
  if (found?.job.status !== 'running') return null;
  const { requestedBy, receiptNumber } = found.job;
  return { requestedBy, number: v.parse(v.string(), receiptNumber) };
}

/** Counts what will be deleted, before anything is: what the receipt says, however often erasing is interrupted. */
export async function countForReset(deps: ResetDeps, task: ResetTask): Promise<Count[]> {
  const counts = listed(await countRecords(deps, { companyId: task.companyId, categories: resetCategories }));
  await reportProgress(deps.table, task, task.jobId, { done: 0, total: totalOf(counts) });
  return counts;
}

/**
 * Erases, and tells how far it is, about once a second. `stop` ends it early: false is given while there is more to
 * do, by another call.
 */
export async function eraseForReset(
  deps: ResetDeps,
  task: ResetTask,
  counted: readonly Count[],
  stop?: () => boolean,
): Promise<boolean> {
  const { companyId, jobId } = task;
  const total = totalOf(counted);
  const left = totalOf(listed(await countRecords(deps, { companyId, categories: resetCategories })));
  const before = Math.max(total - left, 0);
  const teller = progressTeller(deps.now, (done) => reportProgress(deps.table, task, jobId, { done, total }));
  const { done } = await eraseRecords(
    deps,
    { companyId, categories: resetCategories, ...(stop === undefined ? {} : { stop }) },
    (erased) => teller.tell(Math.min(before + erased, total)),
  );
  await teller.settled();
  return done;
}

/** What a company goes on working with, counted: the receipt names it, too. */
export async function keptAfterReset(
  deps: Pick<ResetDeps, 'records'>,
  companyId: string,
): Promise<Retention[]> {
  const counts = await countRecords(deps, { companyId, categories: keptByReset });
  return listed(counts).map(({ category, count }) => ({
    category,
    count,
    ground: 'not-included',
    until: null,
    pseudonymised: false,
  }));
}

/**
 * Ends the job with its receipt, tells of it, and lets the next reset begin: all at once, and once only. `open` says that
 * others are still asked: then the receipt is not complete yet.
 */
export async function completeReset(
  deps: ResetDeps,
  task: ResetTask,
  { stores, open }: { readonly stores: StoreReceipt[]; readonly open: boolean },
): Promise<void> {
  const running = await findRunningReset(deps, task);
  if (running === null) return;
  const { companyId, jobId } = task;
  const { number, requestedBy } = running;
  const total = totalOf(stores.flatMap((store) => store.deleted));
  const [now, begun] = [deps.now(), await readReceipt(deps.table, number, deps.now())];
  if (begun === null) throw new Error('A reset has no receipt');
  const status = open ? 'running' : 'completed';
  const receipt = { ...begun, status, stores, completedAt: open ? null : now.toISOString() } as const;
  await commit(deps.table, [
    endJob(deps.table.name, task, jobId, {
      status: 'completed',
      progress: { done: total, total },
      receipt,
      now,
    }),
    writeReceipt(deps.table.name, number, { status, stores, now }),
    releaseReset(deps.table.name, companyId, jobId),
    recordEvent(deps.table.name, resetCompleted, {
      id: deps.newId(),
      now,
      accountId: requestedBy,
      companyId,
      actor: { kind: 'system' },
      origin: null,
      data: { jobId, receiptNumber: number, deleted: total },
    }),
  ]);
}

/** Counts as a receipt has them; categories without a record are named, too. */
export function listed(counts: RecordCounts): Count[] {
  return Object.entries(counts).map(([category, count]) => ({ category, count }));
}

function totalOf(counts: readonly Count[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
