import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { PagedQuery } from '#functions/shared/aws/query-pages.ts';
import type { ErasureDeps } from './deps.ts';
import type { Durable } from './durable.ts';
import { type Claimed, keepPlace } from './erasure-item.ts';

/** An invocation stops working when so little of its time is left, in milliseconds: a page takes seconds. */
const margin = 60_000;

/** Tells whether what is left is for a later invocation to do. */
export function isOver({ timeLeft }: Pick<ErasureDeps, 'timeLeft'>): boolean {
  return timeLeft() < margin;
}

/**
 * Does a step that may take more than one invocation, until it says that it is done. It waits in between: only so the
 * invocation ends and the next one has its whole time.
 */
export async function untilDone(
  durable: Pick<Durable, 'step' | 'wait'>,
  name: string,
  work: () => Promise<boolean>,
): Promise<void> {
  while (!(await durable.step(name, work))) await durable.wait(`go on: ${name}`, 1);
}

/** Items of a page: few enough to be done with long before the margin is used up. */
const atATime = 200;

const placeSchema = v.record(v.string(), v.string());

/** What is gone through, under which name its place is noted, and what is done with a page of it. */
export interface Scan {
  readonly of: string;
  readonly query: PagedQuery;
  readonly work: (items: readonly Record<string, unknown>[]) => Promise<void>;
}

/**
 * Goes through several things that queries find, one after the other, page by page, as far as the time of the invocation
 * goes, and begins where an earlier one ended; tells whether all were gone through. Killed in between, it begins where it
 * began before: a page can be done twice.
 */
export async function goThrough(
  deps: Pick<ErasureDeps, 'table' | 'timeLeft'>,
  { erasureId, place }: Pick<Claimed, 'erasureId' | 'place'>,
  scans: readonly Scan[],
): Promise<boolean> {
  const begun = Math.max(
    0,
    scans.findIndex(({ of }) => of === place?.of),
  );
  for (const { of, query, work } of scans.slice(begun)) {
    let after = place?.of === of ? place.after : undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await deps.table.client.send(
        new QueryCommand({
          ...query,
          TableName: deps.table.name,
          Limit: atATime,
          ExclusiveStartKey: after,
        }),
      );
      await work(Items);
      after = LastEvaluatedKey === undefined ? undefined : v.parse(placeSchema, LastEvaluatedKey);
      if (after !== undefined && isOver(deps)) {
        await keepPlace(deps.table, erasureId, { of, after });
        return false;
      }
    } while (after !== undefined);
  }
  return true;
}
