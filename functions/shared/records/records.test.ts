import { beforeAll, beforeEach, expect, test } from 'vitest';

import { newId } from '#functions/shared/ids.ts';
import { startTestRecords } from '#functions/testing/test-records.ts';
import { recordCategories, resetCategories, type RecordCategory } from './categories.ts';
import { countRecords } from './count-records.ts';
import { eraseRecords } from './erase-records.ts';
import { recordingObjectKey } from './record-key.ts';
import { getRecord, listRecords, putRecord, putRecording, putRecords, readRecords } from './record-store.ts';

let deps: Awaited<ReturnType<typeof startTestRecords>>;
let companyId: string;
beforeAll(async () => {
  deps = await startTestRecords();
});
beforeEach(() => {
  companyId = newId();
});

const at = '2026-11-26T09:00:00.000Z';
const placed = (category: RecordCategory, recordId: string, company = companyId) => ({
  companyId: company,
  category,
  record: { recordId, at, data: { number: recordId } },
});
const many = (category: RecordCategory, count: number, company = companyId) =>
  Array.from({ length: count }, (_, index) =>
    placed(category, `${category}-${String(index).padStart(5, '0')}`, company),
  );

test('a record is read back by its id, and put again it is replaced', async () => {
  await putRecord(deps, placed('agents', 'a1'));
  await putRecord(deps, { ...placed('agents', 'a1'), record: { recordId: 'a1', at, data: { name: 'New' } } });
  const found = await getRecord(deps, { companyId, category: 'agents', recordId: 'a1' });
  expect(found).toEqual({ recordId: 'a1', at, data: { name: 'New' } });
  expect(await getRecord(deps, { companyId, category: 'agents', recordId: 'a2' })).toBeNull();
  expect(await countRecords(deps, { companyId, categories: ['agents'] })).toEqual({ agents: 1 });
});

test('a category is listed in order of ids over all its partitions, page after page', async () => {
  await putRecords(deps, many('call-logs', 130));
  const seen: string[] = [];
  for (let after: string | undefined; ; after = seen.at(-1)) {
    const page = await listRecords(deps, {
      companyId,
      category: 'call-logs',
      size: 50,
      ...(after === undefined ? {} : { after }),
    });
    seen.push(...page.map(({ recordId }) => recordId));
    if (page.length < 50) break;
  }
  expect(seen).toEqual(many('call-logs', 130).map(({ record }) => record.recordId));
  const pages = await Array.fromAsync(readRecords(deps, companyId, 'call-logs'));
  expect(new Set(pages.flat().map(({ recordId }) => recordId))).toEqual(new Set(seen));
});

test('erases the categories it is told, and nothing else of the company or of others', async () => {
  const other = newId();
  for (const category of recordCategories) await putRecords(deps, many(category, 30));
  await putRecords(deps, many('call-logs', 30, other));
  const progress: number[] = [];
  const outcome = await eraseRecords(deps, { companyId, categories: resetCategories }, (erased) =>
    progress.push(erased),
  );
  expect(outcome).toEqual({
    done: true,
    erased: Object.fromEntries(resetCategories.map((category) => [category, 30])),
  });
  expect(progress.at(-1)).toBe(180);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(await countRecords(deps, { companyId, categories: recordCategories })).toEqual(
    Object.fromEntries(
      recordCategories.map((category) => [
        category,
        resetCategories.some((one) => one === category) ? 0 : 30,
      ]),
    ),
  );
  expect(await countRecords(deps, { companyId: other, categories: ['call-logs'] })).toEqual({
    'call-logs': 30,
  });
});

test('erases the audio of recordings, also that which no record tells of', async () => {
  const [other, stray] = [newId(), recordingObjectKey(companyId, 'stray')];
  await putRecording(deps, companyId, { recordId: 'r1', at, data: {} }, new Uint8Array(3));
  await putRecording(deps, other, { recordId: 'r1', at, data: {} }, new Uint8Array(3));
  deps.recordings.stored.set(stray, new Uint8Array(1));
  await eraseRecords(deps, { companyId, categories: ['call-logs'] });
  expect(deps.recordings.stored.has(stray)).toBe(true);
  await eraseRecords(deps, { companyId, categories: ['recordings'] });
  expect([...deps.recordings.stored.keys()]).toEqual([recordingObjectKey(other, 'r1')]);
  expect(await countRecords(deps, { companyId, categories: ['recordings'] })).toEqual({ recordings: 0 });
});

test('stopped on the way it is gone on with by another call; erasing nothing succeeds', async () => {
  await putRecords(deps, many('analytics', 200));
  let erased = 0;
  const first = await eraseRecords(
    deps,
    { companyId, categories: ['analytics'], stop: () => erased >= 50 },
    (count) => (erased = count),
  );
  expect(first.done).toBe(false);
  const second = await eraseRecords(deps, { companyId, categories: ['analytics'] });
  expect(second.done).toBe(true);
  expect((first.erased.analytics ?? 0) + (second.erased.analytics ?? 0)).toBe(200);
  expect(await eraseRecords(deps, { companyId, categories: ['analytics'] })).toEqual({
    done: true,
    erased: { analytics: 0 },
  });
});
