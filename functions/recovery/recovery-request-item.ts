import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { after, hours, timeToLive } from '#functions/shared/clock.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import { recoveryRequestKey } from '#functions/shared/table.ts';

/** How long the mailed link can start a recovery. */
const requestLife = 1 * hours;

const recoveryRequestSchema = v.object({
  /** Null where nobody holds the address: written all the same, so that both cases cost the same. */
  accountId: v.nullable(v.string()),
  eventId: v.string(),
  expiresAt: timestampSchema,
});
type RecoveryRequest = v.InferOutput<typeof recoveryRequestSchema>;

/** The write that makes a mailed link the only one that counts for its address. */
export function putRecoveryRequest(
  tableName: string,
  email: string,
  request: { accountId: string | null; eventId: string },
  now: Date,
): TransactItem {
  const expiresAt = after(now, requestLife);
  const item: RecoveryRequest = { ...request, expiresAt: expiresAt.toISOString() };
  return {
    Put: {
      TableName: tableName,
      Item: { ...recoveryRequestKey(email), ...item, expiresAtSeconds: timeToLive(expiresAt) },
    },
  };
}

/** Reads the newest request for an address, consistently; null when there is none. */
export async function readRecoveryRequest(table: Table, email: string): Promise<RecoveryRequest | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: recoveryRequestKey(email), ConsistentRead: true }),
  );
  return Item === undefined ? null : v.parse(recoveryRequestSchema, Item);
}

/** The write that uses a mailed link up: of parallel uses one wins. */
export function consumeRecoveryRequest(tableName: string, email: string, eventId: string): TransactItem {
  return {
    Delete: {
      TableName: tableName,
      Key: recoveryRequestKey(email),
      ConditionExpression: 'eventId = :event',
      ExpressionAttributeValues: { ':event': eventId },
    },
  };
}
