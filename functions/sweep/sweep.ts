import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import {
  claimDue,
  dueBuckets,
  type DueItem,
  finishDue,
  listDue,
  retryDue,
} from '#functions/shared/due-item.ts';
import { inParallel } from '#functions/shared/in-parallel.ts';
import { describeFault, type Logger } from '#functions/shared/logger.ts';

/** How much one sweep takes on in each bucket; the rest waits for the next. */
const perPage = 100;
const mostPages = 50;
/** Items of a bucket that are handled side by side: on a Monday at 9:00 many digests are due at once. */
const atATime = 5;

export interface SweepDeps {
  readonly table: Table;
  readonly now: Now;
  readonly logger: Logger;
  /** What is done with a due item, by its kind. */
  readonly handlers: ReadonlyMap<string, DueHandler>;
}

/**
 * Does what a due item is about. It may be called again for the same item, also at the same time, so its writes
 * are conditional; it succeeds when there is nothing left to do, and throws to be called again later.
 */
export type DueHandler = (item: DueItem) => Promise<void>;

/**
 * Does everything that has fallen due: each item is claimed, handled, removed. Killed in between, or when its
 * handler throws, an item is tried again by a later sweep, for as long as it takes: nothing due is ever dropped.
 */
export async function sweep(deps: SweepDeps): Promise<{ done: number; failed: number }> {
  const results: boolean[] = [];
  const buckets = Array.from({ length: dueBuckets }, (_, bucket) => bucket);
  // One that can't be read keeps no other from being swept: the fault is thrown when all are over.
  await inParallel(buckets, dueBuckets, (bucket) => sweepBucket(deps, bucket, results));
  const done = results.filter((succeeded) => succeeded).length;
  return { done, failed: results.length - done };
}

async function sweepBucket(deps: SweepDeps, bucket: number, results: boolean[]): Promise<void> {
  for (let page = 0; page < mostPages; page += 1) {
    const due = await listDue(deps.table, bucket, deps.now(), perPage);
    await inParallel(due, atATime, async (item) => {
      const claimed = await claimDue(deps.table, item, deps.now());
      if (claimed !== null) results.push(await handle(deps, claimed));
    });
    if (due.length < perPage) return;
  }
}

async function handle(deps: SweepDeps, item: DueItem): Promise<boolean> {
  try {
    const handler = deps.handlers.get(item.kind);
    if (handler === undefined) throw new UnknownKind(item.kind);
    await handler(item);
    await finishDue(deps.table, item);
    return true;
  } catch (error) {
    deps.logger.error('A due item failed', {
      operation: item.kind,
      reason: `try ${String(item.tries)}`,
      ...(item.accountId === null ? {} : { accountId: item.accountId }),
      ...describeFault(error),
    });
    await retryDue(deps.table, item, deps.now());
    return false;
  }
}

/** During a deploy an older sweep may meet what a newer function has scheduled. */
class UnknownKind extends Error {
  override readonly name = 'UnknownKind';
}
