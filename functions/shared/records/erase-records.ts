import { atOnce } from './at-once.ts';
import type { RecordCategory } from './categories.ts';
import type { RecordCounts } from './count-records.ts';
import type { RecordsDeps } from './deps.ts';
import { erasePartition } from './erase-partition.ts';
import { recordingPrefix, recordPartitions } from './record-key.ts';

/** Partitions that are erased at a time: each is bound by its own 1,000 writes a second. */
const partitionsAtOnce = 32;

export interface EraseCommand {
  readonly companyId: string;
  readonly categories: readonly RecordCategory[];
  /** Asked between pages: true ends the work early, to be gone on with by another call. */
  readonly stop?: () => boolean;
}

export interface Erased {
  /** False where it was stopped before everything was erased. */
  readonly done: boolean;
  /** What this call erased. */
  readonly erased: RecordCounts;
}

/**
 * Erases all records of these categories of a company, and the objects of its recordings. Killed at any point it is
 * simply called again: what is gone stays gone, and erasing nothing succeeds. Memory holds a page of keys for each
 * partition under way, however many records there are. `onProgress` hears how many this call has erased so far.
 */
export async function eraseRecords(
  deps: RecordsDeps,
  { companyId, categories, stop = () => false }: EraseCommand,
  onProgress: (erased: number) => void = () => undefined,
): Promise<Erased> {
  const erased: RecordCounts = Object.fromEntries(categories.map((category) => [category, 0]));
  let total = 0;
  const partitions = categories.flatMap((category) =>
    recordPartitions(companyId, category).map((pk) => ({ category, pk })),
  );
  await atOnce(partitions, partitionsAtOnce, async ({ category, pk }) => {
    const recordingsOf = category === 'recordings' ? companyId : null;
    await erasePartition(deps, { pk, recordingsOf, stop }, (count) => {
      erased[category] = (erased[category] ?? 0) + count;
      total += count;
      onProgress(total);
    });
  });
  if (categories.includes('recordings') && !stop()) await eraseStrays(deps, companyId, stop);
  return { done: !stop(), erased };
}

/** Deletes objects that no record tells of, such as one whose record was never written. */
async function eraseStrays(
  { recordings }: RecordsDeps,
  companyId: string,
  stop: () => boolean,
): Promise<void> {
  while (!stop()) {
    const keys = await recordings.list(recordingPrefix(companyId));
    if (keys.length === 0) return;
    await recordings.deleteMany(keys);
  }
}
