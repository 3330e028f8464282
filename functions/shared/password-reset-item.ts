import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from './aws/table-client.ts';
import type { TransactItem } from './aws/transaction.ts';
import { after, hours, timeToLive } from './clock.ts';
import { timestampSchema } from './fields.ts';
import { passwordResetKey } from './table.ts';

/** How long a mailed reset link is good. */
const resetLife = 1 * hours;
/** Wrong and right codes together that one mail allows. */
const triesPerCode = 10;

const passwordResetSchema = v.object({
  /** Null where nobody holds the address: written all the same, so that both cases cost the same. */
  accountId: v.nullable(v.string()),
  eventId: v.string(),
  tries: v.number(),
  expiresAt: timestampSchema,
});
export type PasswordReset = v.InferOutput<typeof passwordResetSchema>;

/** The write that makes a mailed code the only one that counts for its address. */
export function putPasswordReset(
  tableName: string,
  email: string,
  reset: { accountId: string | null; eventId: string },
  now: Date,
): TransactItem {
  const expiresAt = after(now, resetLife);
  const item: PasswordReset = { ...reset, tries: 0, expiresAt: expiresAt.toISOString() };
  return {
    Put: {
      TableName: tableName,
      Item: { ...passwordResetKey(email), ...item, expiresAtSeconds: timeToLive(expiresAt) },
    },
  };
}

/** Reads what waits for a code at an address, consistently; null when nothing does. */
export async function readPasswordReset(table: Table, email: string): Promise<PasswordReset | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: passwordResetKey(email), ConsistentRead: true }),
  );
  return Item === undefined ? null : v.parse(passwordResetSchema, Item);
}

/** Counts a try of a code by one conditional write; false when its tries are used up or another mail replaced it. */
export async function countTry(table: Table, email: string, eventId: string): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: passwordResetKey(email),
        UpdateExpression: 'ADD tries :one',
        ConditionExpression: 'eventId = :event AND tries < :most',
        ExpressionAttributeValues: { ':one': 1, ':event': eventId, ':most': triesPerCode },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The write that uses a code up: of parallel uses one wins. */
export function consumePasswordReset(tableName: string, email: string, eventId: string): TransactItem {
  return {
    Delete: {
      TableName: tableName,
      Key: passwordResetKey(email),
      ConditionExpression: 'eventId = :event',
      ExpressionAttributeValues: { ':event': eventId },
    },
  };
}
