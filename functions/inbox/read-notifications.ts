import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { BodyOf } from '#functions/shared/contract.ts';
import { inParallel } from '#functions/shared/in-parallel.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { inboxKey, tableShape, unreadIndexKey } from '#functions/shared/table.ts';
import type { readNotifications as contract } from './contract.ts';

const atATime = 25;
/** Of all, this many are marked by one request: seconds, at worst. */
const mostPages = 10;
const perPage = 500;

type Whose = Pick<Authenticated, 'account' | 'company'>;

/** Marks notifications as read: those named, or all of this company and of the person's own. */
export async function readNotifications(
  { table, now }: { table: Table; now: Now },
  whose: Whose,
  { ids, all }: BodyOf<typeof contract>,
): Promise<void> {
  const readAt = now().toISOString();
  if (all !== true) return mark(table, whose, ids ?? [], readAt);
  let from: Record<string, unknown> | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { ids: unread, next } = await readUnread(table, whose, from);
    await mark(table, whose, unread, readAt);
    if (next === undefined) return;
    from = next;
  }
}

async function mark(
  table: Table,
  { account: { accountId }, company: { companyId } }: Whose,
  ids: readonly string[],
  readAt: string,
): Promise<void> {
  await inParallel([...new Set(ids)], atATime, async (id) => {
    try {
      await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: inboxKey(accountId, id),
          UpdateExpression: 'SET readAt = :now REMOVE gsi1pk, gsi1sk',
          // What is gone, read already or another company's stays as it is.
          ConditionExpression: 'readAt = :none AND (companyId = :company OR companyId = :none)',
          ExpressionAttributeValues: { ':now': readAt, ':company': companyId, ':none': null },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  });
}

const unreadSchema = v.object({ notificationId: v.string() });

async function readUnread(
  table: Table,
  { account: { accountId }, company: { companyId } }: Whose,
  from: Record<string, unknown> | undefined,
) {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: tableShape.indexName,
      KeyConditionExpression: 'gsi1pk = :unread',
      FilterExpression: 'companyId = :company OR companyId = :none',
      ExpressionAttributeValues: {
        ':unread': unreadIndexKey(accountId, '').gsi1pk,
        ':company': companyId,
        ':none': null,
      },
      Limit: perPage,
      ExclusiveStartKey: from,
    }),
  );
  return { ids: Items.map((item) => v.parse(unreadSchema, item).notificationId), next: LastEvaluatedKey };
}
