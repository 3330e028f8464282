import {
  InternalServerError,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';

import type { Table } from '#functions/shared/aws/table-client.ts';
import { newId } from '#functions/shared/ids.ts';
import { interleave, manyRounds, withoutStream } from '#functions/testing/interleave.ts';
import { killAtEveryWrite, killSwitch } from '#functions/testing/kill-switch.ts';
import { startTestLog, type TestLog, type Written } from '#functions/testing/test-log.ts';

let log: TestLog;
beforeAll(async () => {
  log = await startTestLog();
  await withoutStream(log.table);
});

/** Both logs of some events are whole, and nothing waits. */
async function expectWhole(
  { accountId, companyId }: Pick<Written, 'accountId' | 'companyId'>,
  lines: number,
) {
  for (const of of [{ accountId }, ...(companyId === null ? [] : [{ companyId }])]) {
    const { problem, lines: found, waiting, head } = await log.verify(of);
    expect({ problem, found, waiting }).toEqual({ problem: null, found: lines, waiting: 0 });
    expect(head).toMatch(new RegExp(`^${lines}:[0-9a-f]{64}$`));
  }
}

test('lines come into the chain of their account and of their company, each once, however often they are brought', async () => {
  const [accountId, companyId] = [newId(), newId()];
  const events = await log.writeMany(5, accountId, companyId);
  expect(await log.link([...events, ...events])).toEqual([]);
  expect(await log.link(events.toReversed())).toEqual([]);
  await expectWhole({ accountId, companyId }, 5);
});

test('more lines than one transaction takes, of several accounts, are linked by one batch', async () => {
  const companyId = newId();
  const events: Written[] = [];
  for (const accountId of [newId(), newId()]) events.push(...(await log.writeMany(45, accountId, companyId)));
  expect(await log.link(events)).toEqual([]);
  await expectWhole({ accountId: events[0]!.accountId, companyId: null }, 45);
  expect((await log.verify({ companyId })).lines).toBe(90);
});

test('a line that is brought after later ones is linked behind them, and the chain is whole', async () => {
  const [accountId, companyId] = [newId(), newId()];
  const [late, ...others] = await log.writeMany(4, accountId, companyId);
  await log.link(others);
  await log.link([late!]);
  await expectWhole({ accountId, companyId }, 4);
});

test('a line of a company that is gone before it was linked comes again, and at last is a dead letter; one of an account went with it', async () => {
  const accountId = newId();
  const own = { id: newId(), accountId, companyId: null };
  expect(await log.link([own])).toEqual([]);
  const shared = { id: newId(), accountId, companyId: newId() };
  expect(await log.link([shared])).toEqual([shared.id]);
});

test('a message that is none, and one that names another company than its line, are linked nowhere', async () => {
  const event = await log.write(newId(), newId());
  const elsewhere = { ...event, companyId: newId() };
  expect(await log.link([elsewhere])).toEqual([event.id]);
  expect(await log.head({ companyId: elsewhere.companyId })).toBeUndefined();
  expect(await log.link([{ id: event.id } as Written])).toEqual([event.id]);
});

test('the end of each chain is told to the log, and nothing of whose it is', async () => {
  const event = await log.write(newId(), null);
  log.logged.length = 0;
  await log.link([event]);
  const head = await log.head({ accountId: event.accountId });
  expect(log.logged).toHaveLength(1);
  expect(JSON.parse(log.logged[0]!)).toEqual({
    level: 'info',
    message: 'Chain extended',
    head: `1:${head!['hash']}`,
  });
});

test('of twenty at once with the same and other lines, in 40 interleavings, each line is linked once and no chain has a gap', async () => {
  await manyRounds(40, async (seed) => {
    const [accountId, companyId] = [newId(), newId()];
    const events = await log.writeMany(4, accountId, companyId);
    const [a, b, c, d] = events as [Written, Written, Written, Written];
    const batches = [[a, b], [b, c], [d], [c, a], [b, d]];
    const rivals = seed % 20 === 0 ? [...batches, ...batches, ...batches, ...batches] : batches.slice(0, 3);
    const { results } = await interleave(
      log.table,
      seed,
      rivals.map((batch) => (table) => log.link(batch, table)),
    );
    // Who lost too often comes again, as the queue sees to.
    await log.link(events.filter(({ id }) => results.flat().includes(id)));
    await expectWhole({ accountId, companyId }, 4);
  });
});

describe('a fault of the table', () => {
  const named = (name: string) => Object.assign(new Error(name), { name });
  const meta = { $metadata: {}, message: 'of a test' };
  const faults = {
    throttle: new ProvisionedThroughputExceededException(meta),
    'time-out': named('TimeoutError'),
    500: new InternalServerError(meta),
    conflict: new TransactionCanceledException({
      ...meta,
      CancellationReasons: [{ Code: 'TransactionConflict' }],
    }),
    'lost reply': named('TimeoutError'),
  };

  /** The table with its n-th call failing: before it is sent, or after it was done. */
  function failing(call: number, fault: Error, after: boolean): { table: Table; calls: () => number } {
    let calls = 0;
    const send = async (command: never) => {
      calls += 1;
      if (calls !== call) return log.table.client.send(command);
      if (after) await log.table.client.send(command);
      throw fault;
    };
    return { table: { name: log.table.name, client: { send } as never }, calls: () => calls };
  }

  test.each(Object.entries(faults))(
    '%s, at each of its calls: the messages come again, and the chain is whole',
    async (name, fault) => {
      let reached = true;
      for (let call = 1; reached; call += 1) {
        const [accountId, companyId] = [newId(), newId()];
        const events = await log.writeMany(3, accountId, companyId);
        const { table, calls } = failing(call, fault, name === 'lost reply');
        const failed = await log.link(events, table);
        reached = calls() >= call;
        expect(failed.every((id) => events.some((event) => event.id === id))).toBe(true);
        expect(await log.link(events)).toEqual([]);
        await expectWhole({ accountId, companyId }, 3);
      }
    },
  );

  test('killed before and after each of its writes, the next try finishes', async () => {
    const kill = killSwitch(log.client);
    const [accountId, companyId] = [newId(), newId()];
    let events: Written[] = [];
    const kills = await killAtEveryWrite(
      kill,
      async () => {
        events = [...events, ...(await log.writeMany(2, accountId, companyId))];
        return () => log.link(events.slice(-2));
      },
      async () => {
        expect(await log.link(events)).toEqual([]);
        await expectWhole({ accountId, companyId }, events.length);
      },
    );
    expect(kills).toBe(4);
  });
});
