import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { withoutSecrets } from './without-secrets.ts';

/** The items of a partition without what is secret, a page at a time. */
export async function* readItems(
  { client, name }: Table,
  pk: string,
): AsyncGenerator<{ sk: string; shown: unknown }[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    },
  );
  for await (const { Items = [] } of pages)
    yield Items.map((item) => ({ sk: String(item['sk']), shown: withoutSecrets(item) }));
}

/** The same, by the first part of their sort keys in lower case: `session`, `passkey`, `email-change`. */
export async function readByKind(table: Table, pk: string): Promise<Map<string, unknown[]>> {
  const kinds = new Map<string, unknown[]>();
  for await (const items of readItems(table, pk)) {
    for (const { sk, shown } of items) {
      const kind = sk.replace(/#.*/s, '').toLowerCase();
      kinds.set(kind, [...(kinds.get(kind) ?? []), shown]);
    }
  }
  return kinds;
}
