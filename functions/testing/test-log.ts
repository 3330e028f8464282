import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { v7 } from 'uuid';
import { type Envelope, eventSource } from '#events/envelope.ts';
import { memberLeft } from '#events/lifecycle/member-left.ts';
import { handleBatch, type HandleBatchDeps } from '#functions/log-chain/handle-batch.ts';
import { openTable, type Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Log } from '#functions/shared/log/read-events.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { chainHeadKey, chainOf, type Key } from '#functions/shared/table.ts';
import type { Expected } from '#functions/support/verify-log/check-order.ts';
import { verifyLog } from '#functions/support/verify-log/verify-log.ts';
import { startTestTable } from './local-table.ts';

export type Written = Pick<Envelope, 'id' | 'accountId' | 'companyId'>;

/** Brings events to the chain's handler as the queue does; gives those whose messages failed. */
export async function linkEvents(deps: HandleBatchDeps, events: readonly Written[]): Promise<string[]> {
  const Records = events.map((detail, index) => ({
    messageId: `${index} ${detail.id}`,
    body: JSON.stringify({ source: eventSource, 'detail-type': memberLeft.type, detail }),
  }));
  const { batchItemFailures } = await handleBatch(deps, { Records });
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier.split(' ')[1]!);
}

/** Verifies a log, without waiting before a second look. */
export function verifyNow(table: Table, now: Now, log: Log, expected: Expected | null = null) {
  return verifyLog({ table, now, secondLookAfter: 0 }, log, expected);
}

/** Logs over the local table: lines as use-cases write them, the chain's handler, and who verifies. */
export async function startTestLog() {
  const { client, tableName } = await startTestTable();
  const table = openTable(tableName, client);
  const logged: string[] = [];
  const logger = jsonLogger((line) => logged.push(line));
  let now = new Date('2026-11-02T09:00:00.000Z');

  const writeMany = async (count: number, accountId: string, companyId: string | null) => {
    const lines = Array.from({ length: count }, () => {
      now = new Date(now.getTime() + 1000);
      return { id: v7({ msecs: now.getTime() }), at: now };
    });
    await commit(
      table,
      lines.map(({ id, at }) =>
        recordEvent(tableName, memberLeft, {
          id,
          now: at,
          accountId,
          companyId,
          actor: { kind: 'account', accountId },
          origin: { ip: '203.0.113.7', browser: 'Firefox 141', os: 'Linux', device: 'desktop' },
          data: { email: 'ada@example.test', name: 'Ada Lovelace', companyName: 'Engines' },
        }),
      ),
    );
    return lines.map(({ id }): Written => ({ id, accountId, companyId }));
  };
  const get = async (key: Key) => {
    const { Item } = await table.client.send(new GetCommand({ TableName: tableName, Key: { ...key } }));
    return Item;
  };

  return {
    client,
    table,
    logged,
    writeMany,
    write: async (accountId: string, companyId: string | null) =>
      (await writeMany(1, accountId, companyId))[0]!,
    link: (events: readonly Written[], over: Table = table) => linkEvents({ table: over, logger }, events),
    get,
    /** Writes into the table past all rules, as somebody would who has its keys. */
    put: (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: tableName, Item })),
    head: async (log: Log) => get(chainHeadKey(chainOf(log))),
    verify: (log: Log, expected: Expected | null = null) => verifyNow(table, () => now, log, expected),
    now: () => now,
    advance: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds);
    },
  };
}

export type TestLog = Awaited<ReturnType<typeof startTestLog>>;
