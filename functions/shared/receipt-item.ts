import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Table } from './aws/table-client.ts';
import type { TransactItem } from './aws/transaction.ts';
import { after, days, isPast, timeToLive } from './clock.ts';
import { writeBase32 } from './mailed-code.ts';
import { type Receipt, receiptSchema, type StoreReceipt } from './receipt.ts';
import { receiptKey } from './table.ts';

/** How long a receipt can be read: as long as somebody may ask whether we kept our word (three years). */
const receiptLife = 3 * 365 * days;

/** A new receipt's number: 130 random bits, so that whoever knows it was told. */
export function newReceiptNumber(): string {
  return writeBase32(randomBytes(17), 26);
}

/** Reads a receipt by its number; null when there is none, or none any more. */
export async function readReceipt(table: Table, number: string, now: Date): Promise<Receipt | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: receiptKey(number), ConsistentRead: true }),
  );
  if (Item === undefined) return null;
  const receipt = v.parse(receiptSchema, Item);
  return isPast(receipt.keptUntil, now) ? null : receipt;
}

/** The write that begins a receipt: nothing is done yet. */
export function putReceipt(
  tableName: string,
  begun: Pick<Receipt, 'number' | 'kind' | 'requestedAt' | 'startedAt'>,
): TransactItem {
  const until = after(new Date(begun.startedAt), receiptLife);
  const receipt: Receipt = {
    ...begun,
    status: 'running',
    completedAt: null,
    keptUntil: until.toISOString(),
    stores: [],
  };
  return {
    Put: {
      TableName: tableName,
      Item: { ...receiptKey(begun.number), ...receipt, expiresAtSeconds: timeToLive(until) },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** What is written on a receipt when something of it was done. */
export type Done = Pick<Receipt, 'status' | 'stores'> & { readonly now: Date };

/** The write of what was done onto a receipt, to be committed with what did it. */
export function writeReceipt(tableName: string, number: string, done: Done) {
  const over = done.status !== 'running';
  return {
    Update: {
      TableName: tableName,
      Key: receiptKey(number),
      UpdateExpression: over
        ? 'SET #status = :status, stores = :stores, completedAt = :now'
        : 'SET #status = :status, stores = :stores',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': done.status,
        ':stores': done.stores,
        ...(over ? { ':now': done.now.toISOString() } : {}),
      },
    },
  } satisfies TransactItem;
}

/** Writes on a receipt what was done; doing it again is the same. */
export async function updateReceipt(table: Table, number: string, done: Done): Promise<void> {
  await table.client.send(new UpdateCommand(writeReceipt(table.name, number, done).Update));
}

/**
 * Writes onto a receipt what a store did that had not answered when the receipt was completed. Several stores may answer
 * at once: each changes its own line, and whoever is last finds that nothing is missing any more.
 */
export async function addLateStore(
  table: Table,
  number: string,
  store: StoreReceipt,
  now: Date,
): Promise<void> {
  const before = await readReceipt(table, number, now);
  if (before?.status !== 'incomplete') return;
  const line = before.stores.findIndex((one) => one.store === store.store);
  if (line < 0) return;
  await replaceUnanswered(table, number, { line, store });
  const { stores = [] } = (await readReceipt(table, number, now)) ?? {};
  if (stores.length > 0 && stores.every(({ status }) => status === 'erased'))
    await updateReceipt(table, number, { status: 'completed', stores, now });
}

async function replaceUnanswered(
  table: Table,
  number: string,
  { line, store }: { line: number; store: StoreReceipt },
): Promise<void> {
  const at = `stores[${String(line)}]`;
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: receiptKey(number),
        UpdateExpression: `SET ${at} = :store`,
        ConditionExpression: `${at}.#store = :name AND ${at}.#status = :unanswered`,
        ExpressionAttributeNames: { '#store': 'store', '#status': 'status' },
        ExpressionAttributeValues: { ':store': store, ':name': store.store, ':unanswered': 'unanswered' },
      }),
    );
  } catch (error) {
    // It stands there already.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
