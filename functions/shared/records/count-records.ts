import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { atOnce } from './at-once.ts';
import type { RecordCategory } from './categories.ts';
import type { RecordsDeps } from './deps.ts';
import { recordPartitions } from './record-key.ts';

/** Partitions that are counted at a time. */
const partitionsAtOnce = 32;

/** How many records of each category there are, as asked for. */
export type RecordCounts = Partial<Record<RecordCategory, number>>;

/** Counts the records of a company, consistently: one read for each megabyte, all partitions side by side. */
export async function countRecords(
  { records }: Pick<RecordsDeps, 'records'>,
  { companyId, categories }: { companyId: string; categories: readonly RecordCategory[] },
): Promise<RecordCounts> {
  const counts: RecordCounts = Object.fromEntries(categories.map((category) => [category, 0]));
  const partitions = categories.flatMap((category) =>
    recordPartitions(companyId, category).map((pk) => ({ category, pk })),
  );
  await atOnce(partitions, partitionsAtOnce, async ({ category, pk }) => {
    const pages = paginateQuery(
      { client: records.client },
      {
        TableName: records.name,
        ConsistentRead: true,
        Select: 'COUNT',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      },
    );
    for await (const { Count = 0 } of pages) counts[category] = (counts[category] ?? 0) + Count;
  });
  return counts;
}
