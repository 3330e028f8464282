import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { OutputOf, QueryOf } from '#functions/shared/contract.ts';
import { type InboxEntry, inboxEntrySchema } from '#functions/shared/notifications/inbox-item.ts';
import { countUnread, oldestShown } from '#functions/shared/notifications/unread.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { inboxKey, tableShape, unreadIndexKey } from '#functions/shared/table.ts';
import type { listNotifications as contract } from './contract.ts';

type Asked = QueryOf<typeof contract>;

const pageSize = 20;
/** At most this many queries for a page: a filter that leaves most out answers with a short page, not with a wait. */
const mostTrips = 8;
const entriesPerTrip = 500;

/**
 * A page of somebody's inbox in the company they are in: what the company told them, and what concerns them whatever
 * the company. The count of unread ones is read beside it, in the same trip.
 */
export async function listNotifications(
  { table, now }: { table: Table; now: Now },
  { account: { accountId }, company: { companyId } }: Pick<Authenticated, 'account' | 'company'>,
  asked: Asked,
): Promise<OutputOf<typeof contract>> {
  const moment = now();
  const [page, unread] = await Promise.all([
    readPage(table, { accountId, companyId }, asked, moment),
    countUnread(table, { accountId, companyId }, moment),
  ]);
  const items = page.entries.map(
    ({ notificationId: id, type, category, title, body, url, createdAt, readAt }) => ({
      id,
      type,
      category,
      title,
      body,
      url,
      createdAt,
      readAt,
    }),
  );
  return { items, unread, next: page.next };
}

interface Whose {
  readonly accountId: string;
  readonly companyId: string;
}

async function readPage(table: Table, whose: Whose, asked: Asked, now: Date) {
  const entries: InboxEntry[] = [];
  let after = asked.cursor;
  for (let trip = 0; trip < mostTrips; trip += 1) {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        ...queryOf(table, whose, asked, after, now),
        Limit: trip === 0 ? 2 * pageSize : entriesPerTrip,
        ScanIndexForward: false,
      }),
    );
    for (const item of Items) {
      const entry = v.parse(inboxEntrySchema, item);
      if (belongs(entry, whose, asked)) {
        if (entries.length === pageSize) return { entries, next: entries.at(-1)?.notificationId ?? null };
        entries.push(entry);
      }
      after = entry.notificationId;
    }
    if (LastEvaluatedKey === undefined) return { entries, next: null };
  }
  return { entries, next: after ?? null };
}

function belongs(entry: InboxEntry, { companyId }: Whose, { category, hidden }: Asked): boolean {
  return (
    (entry.companyId === null || entry.companyId === companyId) &&
    entry.hidden === (hidden === 'true') &&
    (category === undefined || entry.category === category)
  );
}

// Ids sort by time: they are where a page begins, and what has expired lies below one.
function queryOf(
  table: Table,
  { accountId }: Whose,
  { unread, since }: Asked,
  after: string | undefined,
  now: Date,
): QueryCommandInput {
  const onlyUnread = unread === 'true';
  const oldest = oldestShown(now);
  return {
    TableName: table.name,
    ...(onlyUnread ? { IndexName: tableShape.indexName } : { ConsistentRead: true }),
    KeyConditionExpression: '#pk = :inbox AND #id BETWEEN :from AND :to',
    ExpressionAttributeNames: {
      '#pk': onlyUnread ? tableShape.indexPartitionKey : tableShape.partitionKey,
      '#id': onlyUnread ? tableShape.indexSortKey : tableShape.sortKey,
    },
    ExpressionAttributeValues: {
      ':inbox': onlyUnread ? unreadIndexKey(accountId, '').gsi1pk : inboxKey(accountId, '').pk,
      // Both ends are left out: ids are of one length, so one with a sign behind it lies just after it.
      ':from': since === undefined || since < oldest ? oldest : `${since}~`,
      ':to': after === undefined ? '~' : after.slice(0, -1) + before(after.at(-1) ?? '0'),
    },
  };
}

/** What sorts right below a last digit: the digit before it, and everything behind that. */
const before = (digit: string): string => `${String.fromCodePoint((digit.codePointAt(0) ?? 1) - 1)}~`;
