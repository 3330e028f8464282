import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { type ErasureItem, erasureItemSchema, type Formerly } from '#functions/shared/start-erasure.ts';
import { erasureKey } from '#functions/shared/table.ts';

/** Whom an erasure is about, read consistently; null when there is no such erasure, or it is over. */
export async function readErasure(table: Table, erasureId: string): Promise<ErasureItem | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: erasureKey(erasureId), ConsistentRead: true }),
  );
  return Item === undefined ? null : v.parse(erasureItemSchema, Item);
}

/** An erasure that was claimed: all that its steps need to know. */
export interface Claimed {
  readonly erasureId: string;
  readonly accountId: string;
  readonly pseudonym: string;
  readonly number: string;
  readonly farewellId: string;
  readonly formerly: Formerly;
  readonly place?: ErasureItem['place'];
}

/** Whom a claimed erasure is about; null when it is over and forgotten. Throws when it was never claimed. */
export async function findClaimed(table: Table, erasureId: string): Promise<Claimed | null> {
  const item = await readErasure(table, erasureId);
  if (item === null) return null;
  const { accountId, pseudonym, number, farewellId, formerly, place } = item;
  if (!pseudonym || !number || !farewellId || !formerly) throw new Unclaimed();
  return { erasureId, accountId, pseudonym, number, farewellId, formerly, place };
}

/** Whom a claimed erasure is about, as long as it is under way. */
export async function readClaimed(table: Table, erasureId: string): Promise<Claimed> {
  const claimed = await findClaimed(table, erasureId);
  if (claimed === null) throw new Unclaimed();
  return claimed;
}

class Unclaimed extends Error {
  override readonly name = 'Unclaimed';
}

/** Notes how far a scan has come. */
export async function keepPlace(
  table: Table,
  erasureId: string,
  place: NonNullable<ErasureItem['place']>,
): Promise<void> {
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: erasureKey(erasureId),
      UpdateExpression: 'SET place = :place',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':place': place },
    }),
  );
}

/** Forgets whom an erasure was about. */
export async function forgetErasure(table: Table, erasureId: string): Promise<void> {
  await table.client.send(new DeleteCommand({ TableName: table.name, Key: erasureKey(erasureId) }));
}
