import * as v from 'valibot';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { backOff, commit, Contended, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { appendLinks, readHeads } from '#functions/shared/log-chain/append-links.ts';
import { type Line, lineSchema } from '#functions/shared/log-chain/line.ts';
import { newSalt } from '#functions/shared/log-chain/salt.ts';
import {
  chainOf,
  eventKey,
  eventPartitionPrefix,
  type Key,
  pseudonymousEventKey,
} from '#functions/shared/table.ts';
import { names, pseudonymise, type Replacement } from './pseudonym.ts';

/** Others append to the same chains all the while. */
const tries = 12;

/**
 * Takes a person out of a line of a company's log: their own is moved out of their account, another's stays where it
 * is. Content and salt are exchanged, and what the line says from now on is linked into the chains that it stands in,
 * under the receipt, by the same transaction (decision 028). Again, the line is not there or names nobody.
 */
export async function rewriteLine(table: Table, who: Replacement, key: Key): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const [item] = await readMany(table, [key]);
    if (item === undefined || !names(item, who)) return;
    const line = v.parse(lineSchema, item);
    const rewritten = rewrite(item, line, who);
    const linked = v.parse(lineSchema, rewritten);
    const heads = await readHeads(table, chainsOf(line, who));
    const lost = await commit(table, [
      ...exchange(table.name, line, rewritten),
      ...heads.flatMap(({ chain, head }) => appendLinks(table.name, chain, head, [linked]).items),
    ]);
    if (lost === null) return;
    await backOff(attempt);
  }
  throw new Contended();
}

const isOwn = (line: Line, who: Replacement) => line.pk === eventKey(who.accountId, '').pk;

type Item = Record<string, unknown>;

function rewrite(item: Item, line: Line, who: Replacement): Item {
  const own = isOwn(line, who);
  // From where, and with what, is theirs in their own lines, and in those of others about what they did.
  const theirs = own || names(line.actor, who);
  const bare = { ...(theirs ? { origin: null } : {}), ...(who.unknown === true ? { data: {} } : {}) };
  return {
    ...v.parse(v.record(v.string(), v.unknown()), pseudonymise({ ...item, ...bare }, who)),
    ...(own ? pseudonymousEventKey(who.pseudonym, line.sk) : { pk: line.pk, sk: line.sk }),
    salt: newSalt(),
    erasedUnder: who.receipt,
  };
}

/** The company's chain, and that of the account whose line it is, unless that goes. */
function chainsOf(line: Line, who: Replacement): string[] {
  const { companyId, accountId } = line;
  const ofAccount = line.pk.startsWith(eventPartitionPrefix) && !isOwn(line, who);
  return [
    ...(companyId === null ? [] : [chainOf({ companyId })]),
    ...(ofAccount ? [chainOf({ accountId })] : []),
  ];
}

function exchange(TableName: string, { pk, sk, salt }: Line, rewritten: Item): TransactItem[] {
  const unchanged =
    salt === ''
      ? { ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(salt)' }
      : { ConditionExpression: 'salt = :salt', ExpressionAttributeValues: { ':salt': salt } };
  if (rewritten['pk'] === pk) return [{ Put: { TableName, Item: rewritten, ...unchanged } }];
  return [{ Put: { TableName, Item: rewritten } }, { Delete: { TableName, Key: { pk, sk }, ...unchanged } }];
}
