import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table-client.ts';

/** What is asked of a table, but for its name and where the last page ended. */
export type PagedQuery = Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>;

/**
 * Everything that a query finds, page after page of at most a megabyte: memory holds one, and whoever stops looking
 * asks for no more. Gives an empty page where a filter leaves nothing of one.
 */
export async function* queryPages(
  table: Table,
  query: PagedQuery,
): AsyncGenerator<readonly Record<string, unknown>[]> {
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({ ...query, TableName: table.name, ExclusiveStartKey: from }),
    );
    yield Items;
    from = LastEvaluatedKey;
  } while (from !== undefined);
}
