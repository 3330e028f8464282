import { expect, test } from 'vitest';
import { limitedTable, writesPerSecond } from '#functions/testing/limited-table.ts';
import { memoryPartitions } from '#functions/testing/memory-table.ts';
import { simulatedClock } from '#functions/testing/simulated-clock.ts';
import { memoryRecordings } from '#functions/testing/test-records.ts';
import { shardsOf } from './categories.ts';
import { eraseRecords } from './erase-records.ts';
import { recordKey } from './record-key.ts';

const companyId = 'company';

/** The same number of records for each partition. */
function evenly(each: number): Set<string> {
  const left = new Map<string, number>();
  const ids = new Set<string>();
  for (let number = 0; ids.size < each * shardsOf('call-logs'); number += 1) {
    const id = `call-${String(number).padStart(8, '0')}`;
    const { pk } = recordKey(companyId, 'call-logs', id);
    const taken = left.get(pk) ?? 0;
    if (taken === each) continue;
    left.set(pk, taken + 1);
    ids.add(id);
  }
  return ids;
}

test('20,000 records are erased at 0.9 or more of what DynamoDB allows their partitions, within its limits', async () => {
  const [clock, partitions] = [simulatedClock(), memoryPartitions()];
  const ids = evenly(1250);
  for (const id of ids) partitions.put({ ...recordKey(companyId, 'call-logs', id), recordId: id });
  const deps = {
    records: limitedTable(partitions, clock),
    recordings: memoryRecordings(),
    sleep: clock.sleep,
  };
  const { done, erased } = await clock.run(() =>
    eraseRecords(deps, { companyId, categories: ['call-logs'] }),
  );
  expect([done, erased, partitions.all()]).toEqual([true, { 'call-logs': ids.size }, []]);
  const floor = (ids.size / (shardsOf('call-logs') * writesPerSecond)) * 1000;
  expect(floor / clock.now()).toBeGreaterThanOrEqual(0.9);
  // And no faster than it may be.
  expect(floor / clock.now()).toBeLessThanOrEqual(1);
});
