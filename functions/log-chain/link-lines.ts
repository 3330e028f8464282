import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { backOff, commit, Contended, type TransactItem } from '#functions/shared/aws/transaction.ts';
import type { Log } from '#functions/shared/log/read-events.ts';
import { appendLinks, asHead } from '#functions/shared/log-chain/append-links.ts';
import { type Line, lineSchema } from '#functions/shared/log-chain/line.ts';
import { type Head, writeHead } from '#functions/shared/log-chain/link.ts';
import type { Logger } from '#functions/shared/logger.ts';
import { chainHeadKey, chainOf, eventKey, linkKey } from '#functions/shared/table.ts';

/** Lines of one transaction: a check and a link each, and the chain's end, within its hundred items. */
export const together = 40;
/** Others append to the same chain all the while. */
const tries = 8;

export interface LinkDeps {
  readonly table: Table;
  readonly logger: Pick<Logger, 'info'>;
}

/** A line to be linked, by its event. */
export interface LineRef {
  readonly id: string;
  readonly accountId: string;
}

/**
 * Puts lines at the end of the chain of a log, `together` at most. Those that have their link already stay as they are,
 * so that it can be done again, by many at once, in any order: each line gets one link, and the chain has no gap. Gives
 * the lines that are not there, and were not taken by an erasure either.
 */
export async function linkLines(deps: LinkDeps, log: Log, refs: readonly LineRef[]): Promise<string[]> {
  const { table } = deps;
  const chain = chainOf(log);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { head, fresh, absent } = await readUnlinked(table, log, refs);
    if (fresh.length === 0) return vanished(table, log, absent);
    const appended = appendLinks(table.name, chain, head, fresh);
    const lost = await commit(table, [...appended.items, ...fresh.map((line) => asItIs(table.name, line))]);
    if (lost === null) {
      // Outside the table, for whoever doubts all that is in it. It names nobody.
      deps.logger.info('Chain extended', { head: writeHead(appended.head) });
      return vanished(table, log, absent);
    }
    await backOff(attempt);
  }
  throw new Contended();
}

interface Unlinked {
  readonly head: Head | null;
  /** In the order of their events. */
  readonly fresh: readonly Line[];
  /** Neither the line nor its link is there. */
  readonly absent: readonly string[];
}

async function readUnlinked(table: Table, log: Log, refs: readonly LineRef[]): Promise<Unlinked> {
  const chain = chainOf(log);
  const sorted = refs.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const [head, ...items] = await readMany(table, [
    chainHeadKey(chain),
    ...sorted.flatMap(({ id, accountId }) => [linkKey(chain, id), eventKey(accountId, id)]),
  ]);
  const [fresh, absent]: [Line[], string[]] = [[], []];
  sorted.forEach(({ id }, index) => {
    const [link, item] = [items[2 * index], items[2 * index + 1]];
    if (link !== undefined) return;
    const line = item === undefined ? undefined : v.parse(lineSchema, item);
    if (line === undefined || !belongs(line, log)) absent.push(id);
    // What an erasure rewrote, it has linked itself.
    else if (line.erasedUnder === undefined) fresh.push(line);
  });
  return { head: asHead(head), fresh, absent };
}

function belongs(line: Line, log: Log): boolean {
  return 'companyId' in log ? line.companyId === log.companyId : line.accountId === log.accountId;
}

/** Fails when the line went, or was rewritten, since it was read. */
function asItIs(tableName: string, { pk, sk, salt }: Line): TransactItem {
  return {
    ConditionCheck: {
      TableName: tableName,
      Key: { pk, sk },
      ...(salt === ''
        ? { ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(salt)' }
        : { ConditionExpression: 'salt = :salt', ExpressionAttributeValues: { ':salt': salt } }),
    },
  };
}

/** Lines of an account go with it; those of a company are moved by an erasure, which links what it made of them. */
async function vanished(table: Table, log: Log, absent: readonly string[]): Promise<string[]> {
  if ('accountId' in log) return [];
  const gone: string[] = [];
  for (const id of absent) if (!(await wasRewritten(table, chainOf(log), id))) gone.push(id);
  return gone;
}

async function wasRewritten(table: Table, chain: string, eventId: string): Promise<boolean> {
  const { Count = 0 } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :chain AND begins_with(sk, :links)',
      ExpressionAttributeValues: { ':chain': chain, ':links': linkKey(chain, eventId).sk },
      Limit: 1,
    }),
  );
  return Count > 0;
}
