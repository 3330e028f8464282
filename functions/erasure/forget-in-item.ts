import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { backOff } from '#functions/shared/aws/transaction.ts';
import { rewriteListPart } from '#functions/shared/ip/company-list-item.ts';
import { companyIpListKey, companyKey, type Key, notificationDefaultsKey } from '#functions/shared/table.ts';
import { names, pseudonymise, type Replacement } from './pseudonym.ts';

type Item = Record<string, unknown>;

const keySchema = v.object({ pk: v.string(), sk: v.string() });

/** Attributes of an update: its expressions have 4 KB. */
const together = 40;

/** Others change the same item all the while. */
const tries = 8;

/**
 * Takes the person out of an item that stands below a company: attribute by attribute, each as long as it is what was
 * read, so that an invitation that is accepted or a job that ends meanwhile stays so. What is about them alone is deleted.
 */
export async function replaceInItem(table: Table, read: Item, who: Replacement): Promise<void> {
  const key = v.parse(keySchema, read);
  let item: Item | undefined = read;
  for (let attempt = 0; item !== undefined; attempt += 1) {
    try {
      await replaceOnce(table, key, item, who);
      return;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || attempt === tries) throw error;
      await backOff(attempt);
      [item] = await readMany(table, [key]);
    }
  }
}

async function replaceOnce(table: Table, key: Key, item: Item, who: Replacement): Promise<void> {
  if (names([key.pk, key.sk, item['gsi1pk'], item['email']], who)) {
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { ...key } }));
    return;
  }
  const rewritten = rewrite(item, key.sk, who);
  const changed = Object.entries(rewritten).filter(([name, value]) => !isDeepStrictEqual(value, item[name]));
  for (let from = 0; from < changed.length; from += together) {
    await update(table, key, item, changed.slice(from, from + together));
  }
}

const listPart = companyIpListKey('', 0).sk.replace(/\d+$/, '');

function rewrite(item: Item, sk: string, who: Replacement): Item {
  // Packed, the person can't be seen in it.
  if (sk.startsWith(listPart))
    return rewriteListPart(item, (entries) => (names(entries, who) ? pseudonymise(entries, who) : entries));
  // Who decided stands there by name alone; whoever bears the same is not named any more, either.
  const byName = sk === notificationDefaultsKey('').sk;
  if (!byName && !names(item, who)) return item;
  // A company keeps its name, also where it is somebody's.
  return asItem(pseudonymise(item, sk === companyKey('').sk ? { ...who, values: [] } : who));
}

async function update(
  table: Table,
  key: Key,
  item: Item,
  changed: readonly [string, unknown][],
): Promise<void> {
  const each = (text: (index: number) => string) => changed.map((_, index) => text(index));
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: { ...key },
      UpdateExpression: `SET ${each((index) => `#a${index} = :new${index}`).join(', ')}`,
      ConditionExpression: each((index) => `#a${index} = :old${index}`).join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(changed.map(([name], index) => [`#a${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        changed.flatMap(([name, value], index) => [
          [`:new${index}`, value],
          [`:old${index}`, item[name]],
        ]),
      ),
    }),
  );
}

function asItem(value: unknown): Item {
  return v.parse(v.record(v.string(), v.unknown()), value);
}
