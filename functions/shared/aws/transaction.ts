import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Table } from './table-client.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Which write's condition failed, and the item as it stands, where the write asked for it. */
export interface FailedCondition {
  readonly index: number;
  readonly item: Record<string, unknown> | undefined;
}

/** Others wrote the same items each time, or the table was too busy: for this request as good as down. */
export class Contended extends Error {
  override readonly name = 'ThrottlingException';
}

/** Waits before another try: longer each time, and not in step with the others who wait. */
export async function backOff(attempt: number): Promise<void> {
  await sleep(10 * 2 ** attempt * (0.5 + Math.random()));
}

/** Why a transaction as a whole was turned away that may well be taken a moment later. */
const passing: ReadonlySet<string | undefined> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * Commits writes together. Takes the items of one use-case, gives null when they were written, or the first
 * failed condition. What passes by itself (a conflict with another transaction, a limit) is retried with jitter;
 * anything else is thrown.
 */
export async function commit(table: Table, items: readonly TransactItem[]): Promise<FailedCondition | null> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await table.client.send(new TransactWriteCommand({ TransactItems: [...items] }));
      return null;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const index = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
      if (index >= 0) {
        const item = reasons[index]?.Item;
        return { index, item: item === undefined ? undefined : unmarshall(item) };
      }
      if (!reasons.some(({ Code }) => passing.has(Code))) throw error;
      if (attempt >= 5) throw new Contended();
      await backOff(attempt);
    }
  }
}
