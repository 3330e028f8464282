import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { newId } from '#functions/shared/ids.ts';
import { recordCategories } from '#functions/shared/records/categories.ts';
import { countRecords } from '#functions/shared/records/count-records.ts';
import { recordingObjectKey } from '#functions/shared/records/record-key.ts';
import { getRecord } from '#functions/shared/records/record-store.ts';
import { startTestRecords } from '#functions/testing/test-records.ts';
import { readArguments } from './arguments.ts';
import { importProgress } from './import-progress.ts';
import { importRecords } from './import-records.ts';
import { readLine } from './read-lines.ts';

let deps: Awaited<ReturnType<typeof startTestRecords>>;
let companyId: string;
const folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
beforeAll(async () => {
  deps = await startTestRecords();
});
beforeEach(() => {
  companyId = newId();
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = '2026-11-26T09:00:00Z';
const call = (id: string, data: object = {}) => JSON.stringify({ category: 'call-logs', id, at, data });

async function run(lines: readonly string[], done = 0) {
  const problems: [number, string][] = [];
  const report = await importRecords(
    deps,
    { companyId, lines: Readable.from(lines), done },
    { onBadLine: (number, problem) => problems.push([number, problem]), onProgress: () => undefined },
  );
  return { report, problems };
}

test('imports every category, and the sound of recordings', async () => {
  const lines = recordCategories.map((category) =>
    JSON.stringify({ category, id: 'one', at, data: { n: 1 } }),
  );
  const sound = JSON.stringify({ category: 'recordings', id: 'two', at, audio: 'AAEC' });
  const { report } = await run([...lines, sound]);
  expect(report).toEqual({ done: 11, imported: 11, bad: 0 });
  expect(await countRecords(deps, { companyId, categories: recordCategories })).toEqual(
    Object.fromEntries(recordCategories.map((category) => [category, category === 'recordings' ? 2 : 1])),
  );
  expect(deps.recordings.stored.get(recordingObjectKey(companyId, 'two'))).toEqual(Buffer.from([0, 1, 2]));
});

test('bad lines are told by their numbers, blank ones are none, and the others are imported', async () => {
  const { report, problems } = await run([
    call('a'),
    '',
    '{"category": "call-logs"',
    JSON.stringify({ category: 'calls', id: 'b', at }),
    JSON.stringify({ category: 'call-logs', id: 'has space', at }),
    JSON.stringify({ category: 'call-logs', id: 'c', at: 'yesterday' }),
    JSON.stringify({ category: 'call-logs', id: 'd', at, data: 'text' }),
    JSON.stringify({ category: 'call-logs', id: 'e', at, audio: 'AAEC' }),
    JSON.stringify({ category: 'call-logs', id: 'f', at, companyId: 'another' }),
    '[]',
    call('g'),
  ]);
  expect(problems.map(([number]) => number)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  expect(problems[0]).toEqual([3, 'not JSON']);
  expect(problems.find(([number]) => number === 9)?.[1]).toBe('companyId: not expected');
  expect(report).toEqual({ done: 11, imported: 2, bad: 8 });
  expect(await countRecords(deps, { companyId, categories: ['call-logs'] })).toEqual({ 'call-logs': 2 });
});

test('an id again replaces its record, within a file and with the next one', async () => {
  await run([call('same', { n: 1 }), call('same', { n: 2 })]);
  await run([call('same', { n: 3 })]);
  expect(await countRecords(deps, { companyId, categories: ['call-logs'] })).toEqual({ 'call-logs': 1 });
  const found = await getRecord(deps, { companyId, category: 'call-logs', recordId: 'same' });
  expect(found?.data).toEqual({ n: 3 });
});

describe('an import that is interrupted', () => {
  test('is gone on with after the last line that was reported as done, and ends the same', async () => {
    const lines = Array.from({ length: 1200 }, (_, index) => call(`c${String(index)}`));
    const file = join(folder, 'calls.ndjson');
    const progress = importProgress(file, companyId);
    let told = 0;
    const dying = importRecords(
      deps,
      { companyId, lines: Readable.from(lines), done: 0 },
      {
        onBadLine: () => undefined,
        onProgress: async ({ done }) => {
          await progress.write(done);
          told += 1;
          if (told === 1) throw new Error('killed');
        },
      },
    );
    await expect(dying).rejects.toThrow('killed');
    const done = await progress.read();
    expect(done).toBe(500);
    expect((await run(lines, done)).report).toEqual({ done: 1200, imported: 700, bad: 0 });
    expect(await countRecords(deps, { companyId, categories: ['call-logs'] })).toEqual({ 'call-logs': 1200 });
  });

  test('is no other company’s, and a progress that makes no sense is none', async () => {
    const file = join(folder, 'other.ndjson');
    await importProgress(file, companyId).write(7);
    expect(await importProgress(file, newId()).read()).toBe(0);
    writeFileSync(`${file}.imported`, '{"done": -1}');
    expect(await importProgress(file, companyId).read()).toBe(0);
  });
});

test('a line that DynamoDB could not hold is refused before', () => {
  expect(readLine(call('big', { text: 'x'.repeat(390 * 1024) }))).toEqual({
    ok: false,
    problem: 'longer than 380 kB',
  });
});

test('the command says what is missing or too much', () => {
  const problem = (...args: string[]) => {
    try {
      readArguments(args);
      return null;
    } catch (error) {
      return (error as Error).message.split('\n')[0];
    }
  };
  expect(problem()).toMatch(/^npm run records -- import/);
  expect(problem('export')).toBe('There is no command "export".');
  expect(problem('import')).toBe('Say which file.');
  expect(problem('import', 'a')).toBe('Say whose records these are: --company ID.');
  expect(problem('import', 'a', 'b', '--company', 'c')).toMatch(/too much/);
  expect(problem('import', 'a', '--company', 'c', '--local', '--stage', 'dev')).toMatch(/exclude/);
  expect(problem('import', 'a', '--company', 'c')).toBeNull();
  const main = join(import.meta.dirname, 'main.ts');
  const { status, stderr } = spawnSync('node', [main, 'import', 'missing.ndjson', '--company', 'c'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([2, 'There is no file missing.ndjson.\n']);
});
