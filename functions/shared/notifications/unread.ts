import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../aws/table-client.ts';
import { after, days } from '../clock.ts';
import { tableShape, unreadIndexKey } from '../table.ts';
import { inboxDays } from './inbox-item.ts';

/** Nobody counts further: the bell shows `99+`. A thousand unread cost what a page of the inbox costs. */
const mostCounted = 1000;

/** The smallest id of a notification (a UUID of version 7) that was made at a moment. */
function firstIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`;
}

/** The smallest id that an inbox still shows. */
export function oldestShown(now: Date): string {
  return firstIdAt(after(now, -inboxDays * days));
}

/**
 * How many notifications somebody has not read: those of the company and those of their own. One query of the sparse
 * index that only unread ones are in, 1,000 at most.
 */
export async function countUnread(
  table: Table,
  { accountId, companyId }: { accountId: string; companyId: string },
  now: Date,
): Promise<number> {
  const { Count = 0 } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: tableShape.indexName,
      KeyConditionExpression: 'gsi1pk = :unread AND gsi1sk >= :oldest',
      FilterExpression: 'companyId = :company OR companyId = :none',
      ExpressionAttributeValues: {
        ':unread': unreadIndexKey(accountId, '').gsi1pk,
        ':oldest': oldestShown(now),
        ':company': companyId,
        ':none': null,
      },
      Select: 'COUNT',
      Limit: mostCounted,
    }),
  );
  return Count;
}
