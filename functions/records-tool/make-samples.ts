import { after, minutes } from '#functions/shared/clock.ts';
import { atOnce } from '#functions/shared/records/at-once.ts';
import { type RecordCategory, recordCategories } from '#functions/shared/records/categories.ts';
import type { RecordsDeps } from '#functions/shared/records/deps.ts';
import { putRecording, putRecords } from '#functions/shared/records/record-store.ts';
import { sampleData, silence } from './sample-data.ts';

/** How many records of each category to make. */
export type SampleCounts = Partial<Record<RecordCategory, number>>;

const chunk = 500;
const chunksAtOnce = 8;

/**
 * Makes sample records for a company, the newest a minute old; made again they replace themselves, so that nothing
 * piles up. Gives how many there were made.
 */
export async function makeSamples(
  deps: RecordsDeps,
  { companyId, counts, now }: { companyId: string; counts: SampleCounts; now: Date },
): Promise<number> {
  let made = 0;
  for (const category of recordCategories) {
    const count = counts[category] ?? 0;
    const firsts = Array.from({ length: Math.ceil(count / chunk) }, (_, index) => index * chunk);
    await atOnce(firsts, chunksAtOnce, async (first) => {
      const indexes = Array.from({ length: Math.min(chunk, count - first) }, (_, index) => first + index);
      const records = indexes.map((index) => ({
        recordId: `${category}-${String(index)}`,
        at: after(now, -(index + 1) * minutes).toISOString(),
        data: sampleData(category, index),
      }));
      if (category === 'recordings') {
        for (const record of records) await putRecording(deps, companyId, record, silence());
      } else {
        await putRecords(
          deps,
          records.map((record) => ({ companyId, category, record })),
        );
      }
    });
    made += count;
  }
  return made;
}
