import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { type ErasureCompleted, erasureCompletedSchema } from '#events/erasure-completed.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { after, days, timeToLive } from '#functions/shared/clock.ts';
import type { StoreReceipt } from '#functions/shared/receipt.ts';
import { ownerAnswerKey } from '#functions/shared/table.ts';

/** How long an answer that comes late still gets onto the receipt. */
const lateLife = 90 * days;

const ownerAnswerSchema = v.object({
  /** Where the erasure waits for the answer; each time it asks, somewhere else. */
  callbackId: v.string(),
  /** The receipt that the answer goes onto. */
  number: v.string(),
  answer: v.optional(v.omit(erasureCompletedSchema, ['erasureId', 'owner'])),
  answeredAt: v.optional(v.string()),
});
export type OwnerAnswer = v.InferOutput<typeof ownerAnswerSchema>;

/** Reads what became of a question; null when this owner was not asked. */
export async function readOwnerAnswer(
  table: Table,
  erasureId: string,
  owner: string,
): Promise<OwnerAnswer | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: ownerAnswerKey(erasureId, owner), ConsistentRead: true }),
  );
  return Item === undefined ? null : v.parse(ownerAnswerSchema, Item);
}

/**
 * The write that notes where an answer is waited for; an answer that came before stays. It fails when this very question
 * was noted already: whoever repeats it after a lost reply asks nobody twice.
 */
export function noteQuestion(
  tableName: string,
  question: { erasureId: string; owner: string; callbackId: string; number: string },
  now: Date,
): TransactItem {
  const { erasureId, owner, callbackId, number } = question;
  return {
    Update: {
      TableName: tableName,
      Key: ownerAnswerKey(erasureId, owner),
      UpdateExpression: 'SET callbackId = :callback, #number = :number, expiresAtSeconds = :ttl',
      ConditionExpression: 'attribute_not_exists(callbackId) OR callbackId <> :callback',
      ExpressionAttributeNames: { '#number': 'number' },
      ExpressionAttributeValues: {
        ':callback': callbackId,
        ':number': number,
        ':ttl': timeToLive(after(now, lateLife)),
      },
    },
  };
}

/** Keeps an answer: the first one counts. Tells whether this was it, or whether the owner was never asked. */
export async function keepAnswer(
  table: Table,
  { erasureId, owner, ...answer }: ErasureCompleted,
  now: Date,
): Promise<'first' | 'again' | 'unasked'> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: ownerAnswerKey(erasureId, owner),
        UpdateExpression: 'SET answer = :answer, answeredAt = :now',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(answer)',
        ExpressionAttributeValues: { ':answer': answer, ':now': now.toISOString() },
      }),
    );
    return 'first';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return (await readOwnerAnswer(table, erasureId, owner)) === null ? 'unasked' : 'again';
  }
}

/** What an owner's answer says on the receipt; null as long as there is none. */
export function storeOfAnswer(owner: string, { answer, answeredAt }: OwnerAnswer): StoreReceipt | null {
  if (answer === undefined) return null;
  const { deleted, kept } = answer;
  return { store: owner, status: 'erased', completedAt: answeredAt ?? null, deleted, kept };
}
