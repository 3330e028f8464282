import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Table } from '../aws/table-client.ts';
import { after, hours, minutes, timeToLive } from '../clock.ts';
import type { Key } from '../table.ts';

/** How long an answer is kept, and how long a request may hold its key before another may take it over. */
const kept = 24 * hours;
const lease = 1 * minutes;

const storedSchema = v.object({
  bodyHash: v.string(),
  answer: v.nullable(
    v.object({
      statusCode: v.number(),
      headers: v.record(v.string(), v.string()),
      body: v.nullable(v.string()),
    }),
  ),
});
export type StoredAnswer = NonNullable<v.InferOutput<typeof storedSchema>['answer']>;

export type Claim =
  | { readonly state: 'claimed' }
  | { readonly state: 'running' }
  | { readonly state: 'other-body' }
  | { readonly state: 'answered'; readonly answer: StoredAnswer };

/** Takes a key for a request by one conditional write, or tells who has it. */
export async function claimKey(table: Table, key: Key, bodyHash: string, now: Date): Promise<Claim> {
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: {
          ...key,
          bodyHash,
          answer: null,
          freeAfter: after(now, lease).toISOString(),
          expiresAtSeconds: timeToLive(after(now, kept)),
        },
        ConditionExpression:
          'attribute_not_exists(pk) OR expiresAtSeconds <= :seconds OR (answer = :none AND freeAfter <= :now AND bodyHash = :hash)',
        ExpressionAttributeValues: {
          ':seconds': Math.floor(now.getTime() / 1000),
          ':none': null,
          ':now': now.toISOString(),
          ':hash': bodyHash,
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { state: 'claimed' };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
    const stored = v.parse(storedSchema, unmarshall(error.Item));
    if (stored.bodyHash !== bodyHash) return { state: 'other-body' };
    return stored.answer === null ? { state: 'running' } : { state: 'answered', answer: stored.answer };
  }
}

/** Keeps the answer of a finished request under its key. */
export async function keepAnswer(table: Table, key: Key, answer: StoredAnswer): Promise<void> {
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: key,
      UpdateExpression: 'SET answer = :answer',
      ExpressionAttributeValues: { ':answer': answer },
    }),
  );
}

/** Frees the key of a request that failed, so that its retry runs. */
export async function freeKey(table: Table, key: Key): Promise<void> {
  await table.client.send(new DeleteCommand({ TableName: table.name, Key: key }));
}
