import * as v from 'valibot';
import { readMany } from '../aws/read-many.ts';
import type { Table } from '../aws/table-client.ts';
import type { TransactItem } from '../aws/transaction.ts';
import { chainHeadKey, linkKey, rewrittenLinkKey } from './chain-keys.ts';
import { digestOf, type Line } from './line.ts';
import { hashOf, type Head, headSchema, type Link } from './link.ts';

/** Where chains end, read consistently in one trip; null of one that has not begun. */
export async function readHeads(
  table: Table,
  chains: readonly string[],
): Promise<readonly { readonly chain: string; readonly head: Head | null }[]> {
  const items = await readMany(table, chains.map(chainHeadKey));
  return chains.map((chain, index) => ({ chain, head: asHead(items[index]) }));
}

export function asHead(item: unknown): Head | null {
  return item === undefined ? null : v.parse(headSchema, item);
}

/** The writes that put lines at the end of a chain, and the end that it has then. */
export interface Appended {
  readonly head: Head;
  /** The first fails when the chain has another end by now. */
  readonly items: readonly TransactItem[];
}

/**
 * Appends lines, as they are, to a chain whose end was read as `head`. A line that an erasure rewrote is linked anew,
 * beside its earlier link.
 */
export function appendLinks(
  tableName: string,
  chain: string,
  head: Head | null,
  lines: readonly Line[],
): Appended {
  const links: Link[] = [];
  let end: Head = head ?? { seq: 0, hash: '', expiresAtSeconds: 0 };
  for (const line of lines) {
    const link = linkAfter(end, chain, line);
    links.push(link);
    end = { seq: link.seq, hash: link.hash, expiresAtSeconds: link.expiresAtSeconds };
  }
  const puts = links.map((link): TransactItem => ({
    Put: { TableName: tableName, Item: link, ConditionExpression: 'attribute_not_exists(pk)' },
  }));
  return { head: end, items: [moveHead(tableName, chain, head, end), ...puts] };
}

function linkAfter(end: Head, chain: string, line: Line): Link {
  const seq = end.seq + 1;
  const key =
    line.erasedUnder === undefined ? linkKey(chain, line.id) : rewrittenLinkKey(chain, line.id, seq);
  const link = {
    ...key,
    seq,
    previous: end.seq === 0 ? null : end.hash,
    previousExpiresAt: end.expiresAtSeconds,
    digest: digestOf(line),
    lineExpiresAt: line.expiresAtSeconds,
    ...(line.erasedUnder === undefined ? {} : { receipt: line.erasedUnder }),
  };
  return {
    ...link,
    hash: hashOf(link),
    expiresAtSeconds: Math.max(end.expiresAtSeconds, line.expiresAtSeconds),
  };
}

function moveHead(tableName: string, chain: string, from: Head | null, to: Head): TransactItem {
  const unmoved =
    from === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'seq = :seq AND #hash = :hash',
          ExpressionAttributeNames: { '#hash': 'hash' },
          ExpressionAttributeValues: { ':seq': from.seq, ':hash': from.hash },
        };
  return { Put: { TableName: tableName, Item: { ...chainHeadKey(chain), ...to }, ...unmoved } };
}
