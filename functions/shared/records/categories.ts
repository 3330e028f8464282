import * as v from 'valibot';

/** What the product keeps in the records store, by category. The site has their names. */
export const recordCategories = [
  'call-logs',
  'transcripts',
  'recordings',
  'feedback',
  'analytics',
  'post-call-analyses',
  'agents',
  'phone-numbers',
  'api-keys',
  'billing-records',
] as const;
export type RecordCategory = (typeof recordCategories)[number];

export const recordCategorySchema = v.picklist(recordCategories, 'invalid-choice');

/** What a data reset deletes: what calls left behind (DESIGN section 4, "Danger zone"). */
export const resetCategories = [
  'call-logs',
  'feedback',
  'analytics',
  'transcripts',
  'recordings',
  'post-call-analyses',
] as const satisfies readonly RecordCategory[];

/** What the company goes on working with after a data reset. */
export const keptByReset = recordCategories.filter(
  (category) => !resetCategories.some((reset) => reset === category),
);

/** Categories that grow without end are spread over partitions; of the others a company has a handful. */
const bulky: ReadonlySet<RecordCategory> = new Set(resetCategories);

/**
 * Into how many partitions a category of a company is spread. DynamoDB writes about 1,000 units a second to one
 * partition key, so this is what bounds how fast a category can be erased. Never change it for a category that
 * has records: the shard of a record is found by its id.
 */
export function shardsOf(category: RecordCategory): number {
  return bulky.has(category) ? 16 : 1;
}
