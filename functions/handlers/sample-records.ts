import * as v from 'valibot';
import { makeSamples } from '#functions/records-tool/make-samples.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { recordCategories } from '#functions/shared/records/categories.ts';
import { openRecords } from '#functions/shared/records/open-records.ts';

const environment = v.parse(
  v.object({ RECORDS_TABLE_NAME: v.string(), RECORDINGS_BUCKET: v.string() }),
  process.env,
);
const deps = openRecords(environment.RECORDS_TABLE_NAME, environment.RECORDINGS_BUCKET);

const countSchema = v.pipe(
  v.number('A count must be a whole number.'),
  v.integer('A count must be a whole number.'),
  v.minValue(0, 'A count must not be negative.'),
  v.maxValue(1_000_000, 'A million of a category at most.'),
);
const inputSchema = v.object({
  companyId: v.pipe(v.string('Name the companyId.'), v.nonEmpty('Name the companyId.')),
  counts: v.record(
    v.picklist(recordCategories, `The categories are ${recordCategories.join(', ')}.`),
    countSchema,
    'Give counts by category, such as {"call-logs": 3000}.',
  ),
});

/** Makes sample records for the local stack and its tests; deployed it is nowhere. Throws a `ValiError` that says what is wrong. */
export async function handler(input: unknown): Promise<{ made: number }> {
  const { companyId, counts } = v.parse(inputSchema, input);
  return { made: await makeSamples(deps, { companyId, counts, now: systemNow() }) };
}
