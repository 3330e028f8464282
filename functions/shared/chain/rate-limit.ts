import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { Table } from '../aws/table-client.ts';
import type { Now } from '../clock.ts';
import type { AddressLimit } from '../contract.ts';
import { refuse } from '../outcome.ts';
import { callCountKey } from '../table.ts';
import { type ChainMiddleware, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

/** What one address may send one function instance a minute: far above a person, far below a flood. */
export const instanceCallsPerMinute = 1200;
const trackedAddresses = 10_000;

/** Counts calls per address in this instance's memory; gives the seconds to wait, or 0. */
export function instanceCounter(limit: number): (address: string, now: Date) => number {
  let minute = 0;
  let counts = new Map<string, number>();
  return (address, now) => {
    const current = Math.floor(now.getTime() / 60_000);
    if (current !== minute || counts.size > trackedAddresses) {
      minute = current;
      counts = new Map();
    }
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    return count <= limit ? 0 : 60 - Math.floor((now.getTime() / 1000) % 60);
  };
}

/** Counts a call in the table with one conditional write; gives the seconds to wait, or 0. */
export async function countCall(
  table: Table,
  operationId: string,
  subject: string,
  limit: AddressLimit,
  now: Date,
): Promise<number> {
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const window = Math.floor(nowSeconds / limit.windowSeconds);
  const endsAt = (window + 1) * limit.windowSeconds;
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: callCountKey(operationId, subject, window),
        UpdateExpression: 'ADD calls :one SET expiresAtSeconds = :ends',
        ConditionExpression: 'attribute_not_exists(calls) OR calls < :limit',
        ExpressionAttributeValues: { ':one': 1, ':ends': endsAt, ':limit': limit.calls },
      }),
    );
    return 0;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return Math.max(1, endsAt - nowSeconds);
    throw error;
  }
}

/**
 * Bounds what one client address can ask: every operation in this instance's memory, and those that declare a
 * `limit` in the table, across instances (ASVS 2.4.1, 6.3.1).
 */
export function rateLimit(table: Table, now: Now): ChainMiddleware {
  const count = instanceCounter(instanceCallsPerMinute);
  return {
    before: async ({ event }) => {
      const { operation, viewer } = stateOf(event);
      const { id, limit } = operation.contract;
      let wait = count(viewer.ip, now());
      if (wait === 0 && limit !== undefined) wait = await countCall(table, id, viewer.ip, limit, now());
      return wait === 0
        ? undefined
        : problem(event, refuse('too-many-attempts', { retryAfterSeconds: wait }));
    },
  };
}
