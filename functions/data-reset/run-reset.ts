import { after, minutes } from '#functions/shared/clock.ts';
import {
  completeReset,
  countForReset,
  eraseForReset,
  findRunningReset,
  keptAfterReset,
  type ResetDeps,
  type ResetTask,
} from '#functions/shared/data-reset/reset-steps.ts';
import { newReceiptNumber, receiptLife } from '#functions/shared/receipt-item.ts';

/** An invocation stops erasing when so little of its time is left. In milliseconds. */
const margin = 1 * minutes;

export interface RunResetDeps extends ResetDeps {
  /** How much longer this invocation may run, in milliseconds. */
  readonly timeLeft: () => number;
}

/** Steps of a durable execution: done at least once each, and their results are remembered after a kill. */
export interface Steps {
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/**
 * A data reset from beginning to end: it is counted first, so that the receipt is right however often erasing was
 * interrupted, and erased in as many runs as it takes. A reset that is over, or whose company is gone, is nothing to do.
 */
export async function runReset(steps: Steps, deps: RunResetDeps, task: ResetTask): Promise<void> {
  const begun = await steps.step('begin', async () => {
    const running = await findRunningReset(deps, task);
    return running && { ...running, startedAt: deps.now().toISOString(), number: newReceiptNumber() };
  });
  if (begun === null) return;
  const counted = await steps.step('count', () => countForReset(deps, task));
  const erase = () => eraseForReset(deps, task, counted, () => deps.timeLeft() < margin);
  for (let round = 1; !(await steps.step(`erase-${String(round)}`, erase));) round += 1;
  await steps.step('complete', async () => {
    const [now, kept] = [deps.now(), await keptAfterReset(deps, task.companyId)];
    const completedAt = now.toISOString();
    await completeReset(deps, task, {
      number: begun.number,
      kind: 'data-reset',
      status: 'completed',
      requestedAt: begun.requestedAt,
      startedAt: begun.startedAt,
      completedAt,
      keptUntil: after(now, receiptLife).toISOString(),
      stores: [{ store: 'records', status: 'erased', completedAt, deleted: counted, kept }],
    });
  });
}
