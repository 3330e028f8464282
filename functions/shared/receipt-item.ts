import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Table } from './aws/table-client.ts';
import { days, isPast } from './clock.ts';
import { writeBase32 } from './mailed-code.ts';
import { type Receipt, receiptSchema } from './receipt.ts';
import { receiptKey } from './table.ts';

/** How long a receipt can be read: as long as somebody may ask whether we kept our word (three years). */
export const receiptLife = 3 * 365 * days;

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
