import * as v from 'valibot';
import { queryPages } from '../aws/query-pages.ts';
import { countPartition, partitionKeys } from '../aws/read-partition.ts';
import type { Table } from '../aws/table-client.ts';
import { readPushBrowsers } from '../push-item.ts';
import type { Count } from '../receipt.ts';
import { accountKey, eventKey, inboxKey } from '../table.ts';
import { categoryOf, sumCounts, tally } from './account-categories.ts';

/** What there is of an account itself. */
export interface AccountCounts {
  /** What goes with it, by category. */
  readonly counts: readonly Count[];
  /** How many lines of its log stand in logs of companies, too: those stay there. */
  readonly sharedLines: number;
  /** The companies that they are about, those that were left long ago among them. */
  readonly companies: readonly string[];
}

/** Counts all that is stored of an account itself: what a preflight says, and later the receipt. */
export async function countAccount(table: Table, accountId: string): Promise<AccountCounts> {
  const [items, lines, notifications, push] = await Promise.all([
    countItems(table, accountId),
    countLines(table, accountId),
    countPartition(table, inboxKey(accountId, '').pk),
    readPushBrowsers(table, accountId),
  ]);
  const counts = sumCounts(items, [
    { category: 'push-subscriptions', count: push.browsers.length },
    { category: 'security-log', count: lines.own },
    { category: 'notifications', count: notifications },
  ]);
  return { counts, sharedLines: lines.shared, companies: [...lines.companies] };
}

async function countItems(table: Table, accountId: string): Promise<Count[]> {
  const counts: Count[][] = [];
  for await (const keys of partitionKeys(table, accountKey(accountId).pk)) {
    counts.push(tally(keys.map(({ sk }) => categoryOf(sk))));
  }
  return sumCounts(...counts);
}

const lineSchema = v.object({ companyId: v.optional(v.nullable(v.string()), null) });

async function countLines(table: Table, accountId: string) {
  const companies = new Set<string>();
  let [own, shared] = [0, 0];
  const query = {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ProjectionExpression: 'companyId',
    ExpressionAttributeValues: { ':pk': eventKey(accountId, '').pk },
  };
  for await (const items of queryPages(table, query)) {
    for (const item of items) {
      const { companyId } = v.parse(lineSchema, item);
      if (companyId === null) own += 1;
      else {
        shared += 1;
        companies.add(companyId);
      }
    }
  }
  return { own, shared, companies };
}
