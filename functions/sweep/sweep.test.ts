import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';

import { openTable } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after, days, hours, minutes, seconds } from '#functions/shared/clock.ts';
import { cancelDue, type Due, scheduleDue } from '#functions/shared/due-item.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { type DueHandler, sweep } from './sweep.ts';

async function setup() {
  const { client, tableName } = await startTestTable();
  const table = openTable(tableName, client);
  let moment = new Date('2026-11-20T12:00:00.000Z');
  const done: string[] = [];
  const logged: string[] = [];
  const note: DueHandler = ({ reference }) => {
    done.push(reference);
    return Promise.resolve();
  };
  const handlers = new Map<string, DueHandler>([['note', note]]);
  const deps = { table, now: () => moment, logger: jsonLogger((line) => logged.push(line)), handlers };
  return {
    table,
    deps,
    handlers,
    note,
    done,
    logged,
    sweep: () => sweep(deps),
    advance: (milliseconds: number) => {
      moment = after(moment, milliseconds);
    },
    schedule: async (inMilliseconds: number, more: Partial<Due> = {}) => {
      const at = after(moment, inMilliseconds).toISOString();
      const due = { kind: 'note', reference: newId(), at, ...more };
      await commit(table, [scheduleDue(tableName, due)]);
      return due;
    },
    items: async () => (await table.client.send(new ScanCommand({ TableName: tableName }))).Items ?? [],
  };
}

test('what is due is done once and gone; what is not due stays', async () => {
  const { schedule, sweep: run, done, advance, items } = await setup();
  const first = await schedule(1 * hours);
  const later = await schedule(2 * hours);
  expect(await run()).toEqual({ done: 0, failed: 0 });
  advance(1 * hours);
  expect(await run()).toEqual({ done: 1, failed: 0 });
  expect(await run()).toEqual({ done: 0, failed: 0 });
  expect(done).toEqual([first.reference]);
  expect((await items()).map(({ reference }) => reference)).toEqual([later.reference]);
  advance(30 * days);
  await run();
  expect(done).toEqual([first.reference, later.reference]);
  expect(await items()).toEqual([]);
});

test('what is due at this very moment is due; a millisecond later is not', async () => {
  const { schedule, sweep: run, done, advance } = await setup();
  const due = await schedule(5000);
  await schedule(5001);
  advance(5000);
  await run();
  expect(done).toEqual([due.reference]);
});

test('what was taken back is not done, and taking it back again succeeds', async () => {
  const { table, schedule, sweep: run, done, advance, items } = await setup();
  const due = await schedule(1 * hours);
  for (let time = 0; time < 2; time += 1)
    expect(await commit(table, [cancelDue(table.name, due)])).toBeNull();
  advance(2 * hours);
  await run();
  expect([done, await items()]).toEqual([[], []]);
});

test('twenty sweeps at once do a hundred items once each', async () => {
  const { schedule, sweep: run, done, advance, items } = await setup();
  await Promise.all(Array.from({ length: 100 }, () => schedule(1000)));
  advance(1 * minutes);
  await Promise.all(Array.from({ length: 20 }, run));
  expect(done).toHaveLength(100);
  expect(new Set(done).size).toBe(100);
  expect(await items()).toEqual([]);
});

test('a sweep goes through more than it reads at a time', async () => {
  const { schedule, sweep: run, done, advance, items } = await setup();
  await Promise.all(Array.from({ length: 900 }, () => schedule(1000)));
  advance(1 * minutes);
  expect(await run()).toEqual({ done: 900, failed: 0 });
  expect([new Set(done).size, await items()]).toEqual([900, []]);
});

test('what fails is tried again, later each time, an hour apart at most, and never dropped', async () => {
  const { schedule, sweep: run, handlers, note, done, advance, logged } = await setup();
  let tries = 0;
  handlers.set('note', () => {
    tries += 1;
    return Promise.reject(new Error('secret words of a fault'));
  });
  await schedule(0, { accountId: 'account-1' });
  for (let minute = 0; minute < 12 * 60; minute += 1) {
    await run();
    advance(1 * minutes);
  }
  // 1 + 2 + 4 + 8 + 16 + 32 minutes, then every hour.
  expect(tries).toBeGreaterThanOrEqual(16);
  expect(tries).toBeLessThanOrEqual(18);
  expect(logged.at(-1)).toContain('"operation":"note"');
  expect(logged.at(-1)).toContain('"accountId":"account-1"');
  expect(logged.join()).not.toContain('secret words');
  handlers.set('note', note);
  advance(1 * hours);
  expect(await run()).toEqual({ done: 1, failed: 0 });
  expect(done).toHaveLength(1);
});

test('what fails keeps nothing else waiting', async () => {
  const { schedule, sweep: run, handlers, done, advance } = await setup();
  handlers.set('broken', () => Promise.reject(new Error()));
  await Promise.all(Array.from({ length: 10 }, () => schedule(0, { kind: 'broken' })));
  await Promise.all(Array.from({ length: 10 }, () => schedule(1000)));
  advance(1 * minutes);
  expect(await run()).toEqual({ done: 10, failed: 10 });
  expect(done).toHaveLength(10);
});

/** A handler that says when it was called and ends when it is told to. */
function held() {
  const called = Promise.withResolvers<boolean>();
  const ended = Promise.withResolvers<boolean>();
  const handler: DueHandler = async () => {
    called.resolve(true);
    await ended.promise;
  };
  return { handler, called: called.promise, end: ended.resolve, fail: ended.reject };
}

test('what a killed sweep had claimed is done by a later one', async () => {
  const { schedule, sweep: run, handlers, note, done, advance } = await setup();
  const killed = held();
  handlers.set('note', killed.handler);
  await schedule(0);
  void run();
  await killed.called;
  handlers.set('note', note);
  advance(5 * minutes);
  await run();
  expect(done).toEqual([]);
  advance(2 * minutes);
  await run();
  expect(done).toHaveLength(1);
});

test('an item that a slow sweep lost to another is not removed under it', async () => {
  const { schedule, sweep: run, handlers, note, done, advance, items } = await setup();
  const [slow, other] = [held(), held()];
  handlers.set('note', slow.handler);
  await schedule(0);
  const first = run();
  await slow.called;
  advance(7 * minutes);
  handlers.set('note', other.handler);
  const second = run();
  await other.called;
  slow.end(true);
  await first;
  expect(await items()).toHaveLength(1);
  other.fail(new Error());
  await second;
  handlers.set('note', note);
  advance(2 * minutes);
  await run();
  expect([done.length, (await items()).length]).toEqual([1, 0]);
});

test('a kind that this version does not know is kept and reported', async () => {
  const { schedule, sweep: run, advance, items, logged } = await setup();
  await schedule(0, { kind: 'of-a-later-version' });
  advance(1 * seconds);
  expect(await run()).toEqual({ done: 0, failed: 1 });
  expect(await items()).toHaveLength(1);
  expect(logged.join()).toContain('UnknownKind');
});
