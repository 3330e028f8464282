import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { parse } from 'valibot';
import type { Recipient } from '#events/recipients.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { membershipSchema } from '#functions/shared/company-item.ts';
import type { Role } from '#functions/shared/fields.ts';
import { accountKey, membershipKey } from '#functions/shared/table.ts';

/** More are not mailed: an event has to stay small, and so many need no telling. */
const mostRecipients = 50;

/** Those of a company who are mailed about its restrictions: its members with one of these roles. */
export async function recipientsOf(
  table: Table,
  companyId: string,
  roles: readonly Role[],
): Promise<Recipient[]> {
  const ids: string[] = [];
  const { pk, sk } = membershipKey(companyId, '');
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :company AND begins_with(sk, :member)',
      ExpressionAttributeValues: { ':company': pk, ':member': sk },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    const members = Items.map((item) => parse(membershipSchema, item));
    ids.push(...members.filter(({ role }) => roles.includes(role)).map(({ accountId }) => accountId));
  }
  const some = ids.slice(0, mostRecipients);
  if (some.length === 0) return [];
  const accounts = await readMany(table, some.map(accountKey));
  return accounts.flatMap((item) => {
    if (item === undefined) return [];
    const { email, name, timezone } = parse(accountSchema, item);
    return [{ email, name, timezone }];
  });
}
