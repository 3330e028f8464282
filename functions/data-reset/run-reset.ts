import { minutes } from '#functions/shared/clock.ts';
import { listMembers } from '#functions/shared/company-item.ts';
import {
  completeReset,
  countForReset,
  eraseForReset,
  findRunningReset,
  keptAfterReset,
  type ResetDeps,
  type ResetTask,
} from '#functions/shared/data-reset/reset-steps.ts';
import { readJob } from '#functions/shared/job-item.ts';
import type { Count, StoreReceipt } from '#functions/shared/receipt.ts';

/** An invocation stops erasing when so little of its time is left. In milliseconds. */
const margin = 1 * minutes;

/** What data owners outside are asked: everything that they keep for a company. */
export interface OwnerQuestion {
  readonly erasureId: string;
  readonly number: string;
  readonly kind: 'data-reset';
  /** In whose log it stands that they were asked. */
  readonly onBehalfOf: string;
  readonly accountId: null;
  readonly companyIds: readonly string[];
}

/** Steps of a durable execution: done at least once each, and their results are remembered after a kill. */
export interface Steps<Self> {
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  wait(name: string, seconds: number): Promise<void>;
  together<T>(name: string, branches: readonly ((steps: Self) => Promise<T>)[]): Promise<T[]>;
}

export interface RunResetDeps<S> extends ResetDeps {
  /** How much longer this invocation may run, in milliseconds. */
  readonly timeLeft: () => number;
  /** The stores that the product has registered. */
  readonly dataOwners: readonly string[];
  /** Asks each of them, until it answers or has been silent for days. */
  readonly askOwners: (steps: S, read: () => Promise<OwnerQuestion>) => Promise<StoreReceipt[]>;
  /** Writes on the receipt what all stores did. */
  readonly completeReceipt: (done: {
    readonly erasureId: string;
    readonly number: string;
    readonly stores: readonly StoreReceipt[];
  }) => Promise<void>;
}

/**
 * A data reset from beginning to end: it is counted first, so that the receipt is right however often erasing was
 * interrupted, and erased in as many runs as it takes. The data owners are asked at the same time; nobody waits for
 * them but the receipt. A reset that is over, or whose company is gone, is nothing to do.
 */
export async function runReset<S extends Steps<S>>(
  steps: S,
  deps: RunResetDeps<S>,
  task: ResetTask,
): Promise<void> {
  // Whoever asked for it is not remembered: their account may be erased while data owners are still waited for.
  const number = await steps.step('begin', async () => (await findRunningReset(deps, task))?.number ?? null);
  if (number === null) return;
  const counted = await steps.step('count', () => countForReset(deps, task));
  const stores = await steps.together('erase and ask', [
    (branch) => eraseOurs(branch, deps, task, counted),
    (branch) => deps.askOwners(branch, () => questionOf(deps, task, number)),
  ]);
  if (deps.dataOwners.length === 0) return;
  await steps.step('complete the receipt', () =>
    deps.completeReceipt({ erasureId: task.jobId, number, stores: stores.flat() }),
  );
}

/** Erases what is ours, and ends the job: whoever asked for the reset sees that it is done. */
async function eraseOurs<S extends Steps<S>>(
  steps: S,
  deps: RunResetDeps<S>,
  task: ResetTask,
  counted: readonly Count[],
): Promise<StoreReceipt[]> {
  const erase = () => eraseForReset(deps, task, counted, () => deps.timeLeft() < margin);
  // The next round is another invocation's, which has its whole time: only a wait ends this one.
  for (let round = 1; !(await steps.step(`erase-${String(round)}`, erase)); round += 1)
    await steps.wait(`erase-${String(round + 1)}`, 1);
  return steps.step('complete', async () => {
    const [kept, completedAt] = [await keptAfterReset(deps, task.companyId), deps.now().toISOString()];
    const stores: StoreReceipt[] = [
      { store: 'records', status: 'erased', completedAt, deleted: [...counted], kept },
    ];
    await completeReset(deps, task, { stores, open: deps.dataOwners.length > 0 });
    return stores;
  });
}

/** It stands in the log of whoever asked for the reset, or, where they have left since, of an owner of the company. */
async function questionOf(
  { table }: ResetDeps,
  { companyId, jobId }: ResetTask,
  number: string,
): Promise<OwnerQuestion> {
  const found = await readJob(table, [{ companyId }], jobId);
  const requestedBy = found?.job.requestedBy;
  const members = await listMembers(table, companyId);
  const present =
    members.find(({ accountId }) => accountId === requestedBy) ??
    members.find(({ role }) => role === 'owner');
  // Without a member there is no company, and without its job nobody whose log it could stand in.
  const onBehalfOf = present?.accountId ?? requestedBy ?? companyId;
  return {
    erasureId: jobId,
    number,
    kind: 'data-reset',
    onBehalfOf,
    accountId: null,
    companyIds: [companyId],
  };
}
