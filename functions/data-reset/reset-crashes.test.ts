import { beforeAll, expect, test } from 'vitest';
import { minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { recordCategories } from '#functions/shared/records/categories.ts';
import { putRecords } from '#functions/shared/records/record-store.ts';
import { recordingObjects } from '#functions/shared/records/recording-objects.ts';
import { gate, troubles } from '#functions/testing/gate.ts';
import { gatedTable } from '#functions/testing/gated-table.ts';
import { memoryDurable } from '#functions/testing/memory-durable.ts';
import { memoryS3 } from '#functions/testing/memory-s3.ts';
import { memoryPartitions, memoryTable } from '#functions/testing/memory-table.ts';
import { password, startTestApi } from '#functions/testing/test-api.ts';
import { twinTable } from '#functions/testing/twin-table.ts';
import { runReset } from './run-reset.ts';

/** A reset that was asked for, again and again: killed after every write and checkpoint, and troubled at every call. */
const doors = gate();
const partitions = memoryPartitions();
const s3 = memoryS3(doors, 'recordings');
let twin: Awaited<ReturnType<typeof twinTable>>;
let companyId: string;
let accountId: string;
let run: (one: Execution) => Promise<void>;
let undisturbed: string[];
let remembered: string;
let writes: readonly string[];

const execution = () =>
  memoryDurable({
    checkpoint: (save) => doors.pass({ service: 'durable', command: 'Checkpoint' }, { whole: save }),
  });

type Execution = ReturnType<typeof execution>;

beforeAll(async () => {
  const api = await startTestApi();
  const { cookie } = await api.person();
  [accountId = '', companyId = ''] = cookie.split('.');
  const body = { confirmation: 'RESET', password };
  const { jobId } = (await api.request('POST /api/company/data-reset', { cookie, body })).body;
  twin = await twinTable(await api.items(), doors);
  const now = api.now();
  const deps = {
    ...api.deps,
    table: twin.table,
    records: gatedTable(memoryTable(partitions), 'records', doors),
    recordings: recordingObjects(s3.settings, 'recordings'),
    sleep: () => Promise.resolve(),
    newId,
    now: () => now,
    timeLeft: () => 10 * minutes,
    dataOwners: [],
    askOwners: () => Promise.resolve([]),
    completeReceipt: () => Promise.resolve(),
  };
  run = (one) => one.run((durable) => runReset(durable, deps, { companyId, jobId }));
  await restore();
  doors.open();
  const first = execution();
  await run(first);
  remembered = JSON.stringify([...first.memory]);
  ({ writes } = doors.open());
  undisturbed = await outcome();
});

async function restore() {
  await twin.restore();
  partitions.clear();
  s3.clear();
  const sleep = () => Promise.resolve();
  for (const category of recordCategories) {
    const records = ['a', 'b', 'c'].map((recordId) => ({
      recordId,
      at: '2026-11-26T09:00:00.000Z',
      data: {},
    }));
    const placed = records.map((record) => ({ companyId, category, record }));
    await putRecords({ records: memoryTable(partitions), sleep }, placed);
  }
  for (const id of ['a', 'b', 'stray']) await s3.put('recordings', `recordings/${companyId}/${id}`, 'hello');
}

const outcome = async () => [
  ...twin.plain('item', await twin.scan()),
  ...twin.plain('record', partitions.all()),
  ...twin.plain('object', s3.dump()),
  ...twin.plain('told', twin.told.values()),
];

test('undisturbed it deletes what calls left behind, and tells of it once', () => {
  expect([...twin.told.values()].map(({ type }) => type)).toEqual(['latchkey.records.reset-completed']);
  expect(partitions.all()).toHaveLength(4 * 3);
  expect(s3.dump()).toEqual([]);
});

test('what the execution remembers names nobody, so that nobody is left in it who is erased while it runs', () => {
  expect(remembered).toContain('call-logs');
  expect(remembered).not.toContain(accountId);
});

test('killed before its first write, or after any, it ends as if nothing had happened; done all over, too', async () => {
  for (let write = 0; write <= writes.length; write += 1) {
    await restore();
    const one = execution();
    if (write === 0) doors.closeAt(1, 'before');
    else doors.closeAt(write, 'after');
    await run(one).catch(() => undefined);
    const { killed } = doors.open();
    await run(one);
    await run(execution());
    const at = `after write ${write}, ${writes[write - 1]}`;
    expect([at, killed, await outcome()]).toEqual([at, true, undisturbed]);
  }
  expect(writes.length).toBeGreaterThan(15);
});

/** What was gone when it was killed is not counted again; everything else is as if nothing had happened. */
const withoutCounts = (things: readonly string[]) =>
  things.map((thing) => thing.replaceAll(/"(count|deleted|done|total)":\d+/g, '"$1":0'));

test('killed there with nothing remembered, too, as the sweep begins it anew: one receipt, one event, no lock', async () => {
  for (let write = 0; write <= writes.length; write += 1) {
    await restore();
    if (write === 0) doors.closeAt(1, 'before');
    else doors.closeAt(write, 'after');
    await run(execution()).catch(() => undefined);
    const { killed } = doors.open();
    await run(execution());
    const at = `after write ${write}, ${writes[write - 1]}`;
    expect([at, killed, withoutCounts(await outcome())]).toEqual([at, true, withoutCounts(undisturbed)]);
  }
});

test.each(troubles)('with every call of every step %s once, it ends the same', async (trouble) => {
  await restore();
  const one = execution();
  const met = doors.disturb(trouble);
  const ends = () =>
    run(one).then(
      () => true,
      () => false,
    );
  while (!(await ends()));
  doors.open();
  expect(await outcome()).toEqual(undisturbed);
  expect(met()).toBeGreaterThan(trouble === 'in part' ? 10 : 100);
});
