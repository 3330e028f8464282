import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { erasureCompletedType } from '#events/erasure-completed.ts';
import { openTable, type Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { newReceiptNumber, putReceipt, readReceipt, updateReceipt } from '#functions/shared/receipt-item.ts';
import type { StoreReceipt } from '#functions/shared/receipt.ts';
import { interleave } from '#functions/testing/interleave.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { memoryDurable } from '#functions/testing/memory-durable.ts';
import { askOwners, type Question } from './ask-owner.ts';
import type { ErasureDeps } from './deps.ts';
import { completeReceipt } from './erase-account.ts';
import { handleAnswers, type HandleAnswersDeps } from './handle-answers.ts';
import { noteQuestion, readOwnerAnswer } from './owner-answer-item.ts';

const now = new Date('2026-11-26T09:00:00.000Z');
let table: Table;
let question: Question;
let refused: { body: string; attributes: Record<string, string> }[];
let resumed: string[];
let logged: string[];
beforeAll(async () => {
  const { client, tableName } = await startTestTable();
  table = openTable(tableName, client);
});
beforeEach(async () => {
  [refused, resumed, logged] = [[], [], []];
  const number = newReceiptNumber();
  const [erasureId, accountId] = [newId(), newId()];
  question = { erasureId, number, kind: 'account', onBehalfOf: accountId, accountId, companyIds: [newId()] };
  const begun = {
    number,
    kind: 'account',
    requestedAt: now.toISOString(),
    startedAt: now.toISOString(),
  } as const;
  await commit(table, [putReceipt(table.name, begun)]);
});

const handling = (over: Table = table, more: Partial<HandleAnswersDeps> = {}): HandleAnswersDeps => ({
  table: over,
  resume: (callbackId) => Promise.resolve(void resumed.push(callbackId)),
  now: () => now,
  logger: jsonLogger((line) => logged.push(line)),
  refused: {
    url: 'https://sqs.test/dead',
    client: {
      send: ({ input: { Entries } }: any) => {
        for (const { MessageBody, MessageAttributes } of Entries) {
          const attributes = Object.entries<any>(MessageAttributes).map(([name, { StringValue }]) => [
            name,
            StringValue,
          ]);
          refused.push({ body: MessageBody, attributes: Object.fromEntries(attributes) });
        }
        return Promise.resolve({});
      },
    } as never,
  },
  ...more,
});
/** Puts answers on the bus, from where they come in a batch. */
const answer = (details: readonly unknown[], deps = handling()) =>
  handleAnswers(deps, {
    Records: details.map((detail, index) => ({
      messageId: String(index),
      body: JSON.stringify({ source: 'product', 'detail-type': erasureCompletedType, detail }),
    })) as never,
  });
const saying = (owner: string, count: unknown = 3, more: object = {}) => ({
  erasureId: question.erasureId,
  owner,
  deleted: [{ category: 'contacts', count }],
  ...more,
});
const asking = (...dataOwners: string[]) =>
  ({
    table,
    dataOwners,
    now: () => now,
    newId,
    logger: jsonLogger(() => undefined),
  }) as unknown as ErasureDeps;
/** Asks these owners; whoever is told of a callback may answer. */
const ask = (owners: string[], outside?: (callbackId: string) => Promise<boolean>) =>
  memoryDurable(outside === undefined ? {} : { outside }).run((durable) =>
    askOwners(durable, asking(...owners), () => Promise.resolve(question)),
  );
const finish = (stores: readonly StoreReceipt[]) =>
  completeReceipt(asking(), { erasureId: question.erasureId, number: question.number, stores });
const silent: StoreReceipt = { store: 'crm', status: 'unanswered', completedAt: null, deleted: [], kept: [] };
const receipt = async () => (await readReceipt(table, question.number, now))!;
const statuses = async () => {
  const { status, stores } = await receipt();
  return [
    status,
    ...stores.map((store) => `${store.store} ${store.status} ${store.deleted[0]?.count ?? '-'}`),
  ];
};

test('the first answer counts, on time: a second one changes nothing', async () => {
  const stores = await ask(['crm'], async () => {
    await answer([saying('crm', 3)]);
    await answer([saying('crm', 99), saying('crm', 100)]);
    return true;
  });
  await finish(stores);
  await answer([saying('crm', 7)]);
  expect(await statuses()).toEqual(['completed', 'crm erased 3']);
  expect(refused).toEqual([]);
  // Each time whoever might still wait is woken: the first process may have been killed before it did.
  expect(new Set(resumed)).toEqual(new Set(['callback-1']));
});

test('one that never answers leaves the receipt incomplete; its late answer completes it, once', async () => {
  await finish(await ask(['crm']));
  expect(await statuses()).toEqual(['incomplete', 'crm unanswered -']);
  await answer([saying('crm', 3), saying('crm', 4)]);
  expect(await statuses()).toEqual(['completed', 'crm erased 3']);
  // The step that gave the receipt out, done again after a lost reply, does not take the answer off it.
  await finish([silent]);
  expect(await statuses()).toEqual(['completed', 'crm erased 3']);
});

test('two late answers at once, and the receipt given out meanwhile: none is lost, in any order', async () => {
  const orders = Array.from({ length: 60 }, (_, seed) => seed);
  for (const seed of orders) {
    const number = newReceiptNumber();
    question = { ...question, number, erasureId: newId() };
    const begun = {
      number,
      kind: 'account',
      requestedAt: now.toISOString(),
      startedAt: now.toISOString(),
    } as const;
    await commit(table, [putReceipt(table.name, begun)]);
    const asked = { erasureId: question.erasureId, callbackId: 'callback-1', number };
    const owners = ['crm', 'billing'];
    await commit(
      table,
      owners.map((owner) => noteQuestion(table.name, { ...asked, owner }, now)),
    );
    const stores = owners.map((store) => ({ ...silent, store }));
    await interleave<unknown>(table, seed, [
      (mine) => answer([saying('crm')], handling(mine)),
      (mine) => answer([saying('billing', 5)], handling(mine)),
      (mine) =>
        completeReceipt({ ...asking(), table: mine }, { erasureId: question.erasureId, number, stores }),
    ]);
    expect([seed, ...(await statuses())]).toEqual([seed, 'completed', 'crm erased 3', 'billing erased 5']);
  }
});

describe('refused, with the reason beside it among the dead letters, and asked for again in time:', () => {
  const asked = () => ask(['crm']);
  const open = async () => (await readOwnerAnswer(table, question.erasureId, 'crm'))?.answer === undefined;

  test.each([
    ['a negative count', -1],
    ['a part of one', 2.5],
    ['a word', '3'],
    ['more than can be counted', 1e300],
    ['no number', null],
    ['a list', [3]],
  ])('%s', async (_, count) => {
    await asked();
    expect(await answer([saying('crm', count)])).toEqual({ batchItemFailures: [] });
    expect(refused.map(({ attributes }) => attributes)).toEqual([
      { reason: 'malformed', path: 'deleted.0.count' },
    ]);
    expect(JSON.parse(refused[0]!.body).detail.owner).toBe('crm');
    expect(await open()).toBe(true);
  });

  test.each([
    [
      'a category that is none',
      { deleted: [{ category: 'Kontakte der Person', count: 1 }] },
      'deleted.0.category',
    ],
    ['more categories than anybody has', { deleted: Array(51).fill({ category: 'a', count: 1 }) }, 'deleted'],
    [
      'a ground that no law knows',
      { kept: [{ category: 'a', count: 1, ground: 'because' }] },
      'kept.0.ground',
    ],
    ['no counts at all', { deleted: undefined }, 'deleted'],
  ])('%s', async (_, more, path) => {
    await asked();
    await answer([saying('crm', 3, more)]);
    expect(refused.map(({ attributes }) => attributes)).toEqual([{ reason: 'malformed', path }]);
    expect(await open()).toBe(true);
  });

  test('an answer to an erasure that there is not, or by an owner who was not asked', async () => {
    await asked();
    await answer([
      saying('crm', 3, { erasureId: newId() }),
      saying('crm', 3, { erasureId: '../../ACCOUNT' }),
      saying('billing'),
      saying('crm '),
      saying('crm#x'),
    ]);
    expect(refused.map(({ attributes }) => attributes)).toEqual(Array(5).fill({ reason: 'not-asked' }));
    expect(await open()).toBe(true);
    expect(resumed).toEqual([]);
  });

  test('one before it was asked: asked then, it counts', async () => {
    await answer([saying('crm', 1)]);
    expect(refused).toMatchObject([{ attributes: { reason: 'not-asked' } }]);
    await asked();
    expect(await open()).toBe(true);
    await answer([saying('crm', 2)]);
    expect((await readOwnerAnswer(table, question.erasureId, 'crm'))?.answer?.deleted).toEqual([
      { category: 'contacts', count: 2 },
    ]);
  });

  test('what is no message at all; the others of its batch are taken', async () => {
    await asked();
    const good = { messageId: 'good', body: JSON.stringify({ detail: saying('crm') }) };
    const Records = [{ messageId: 'bad', body: 'no JSON' }, { messageId: 'none', body: 'null' }, good];
    expect(await handleAnswers(handling(), { Records: Records as never })).toEqual({ batchItemFailures: [] });
    expect(refused.map(({ attributes }) => attributes['reason'])).toEqual(['malformed', 'malformed']);
    expect(await open()).toBe(false);
    expect(logged.join()).not.toContain('contacts');
  });
});

test("an answer for another's erasure counts there, and nowhere else", async () => {
  await ask(['crm']);
  const mine = question;
  question = { ...question, erasureId: newId() };
  await ask(['crm']);
  await answer([{ ...saying('crm', 8), callbackId: 'callback-1', number: mine.number }]);
  expect((await readOwnerAnswer(table, mine.erasureId, 'crm'))?.answer).toBeUndefined();
  expect((await readOwnerAnswer(table, question.erasureId, 'crm'))?.answer?.deleted[0]?.count).toBe(8);
});

test('what could not be taken comes again: the answer is kept once, and whoever waits is woken', async () => {
  await ask(['crm']);
  const failing = handling(table, { resume: () => Promise.reject(new Error('down')) });
  expect(await answer([saying('crm')], failing)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(await answer([saying('crm')])).toEqual({ batchItemFailures: [] });
  expect(resumed).toHaveLength(1);
  const unreachable = handling(table, {
    refused: { url: '', client: { send: () => Promise.reject(new Error('down')) } as never },
  });
  expect((await answer([saying('crm', -1)], unreachable)).batchItemFailures).toHaveLength(1);
});

test('a receipt that is still under way takes its answers from the erasure, not from the queue', async () => {
  await updateReceipt(table, question.number, { status: 'running', stores: [], now });
  await ask(['crm']);
  await answer([saying('crm')]);
  expect(await statuses()).toEqual(['running']);
});

/** The code of a section of the README, as it stands there. */
function sample(): { source: string; lines: number } {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, section = ''] = readme.split('## Make your store a data owner');
  const [, block = ''] = /```ts\n([\s\S]+?)```/.exec(section) ?? [];
  const source = block
    .replace(/^import .* from '@aws-sdk\/client-eventbridge';$/m, '')
    .replace('export async function handler', 'return async function handler');
  return { source, lines: block.trim().split('\n').length };
}

test('the data owner of the README does what it is asked, and its answer is taken', async () => {
  const { source, lines } = sample();
  expect(lines).toBeLessThanOrEqual(32);
  const onBus: any[] = [];
  class EventBridgeClient {
    send({ input }: any) {
      onBus.push(...input.Entries);
      return Promise.resolve({});
    }
  }
  class PutEventsCommand {
    readonly input: unknown;
    constructor(input: unknown) {
      this.input = input;
    }
  }
  const erased: unknown[][] = [];
  const names = ['EventBridgeClient', 'PutEventsCommand', 'deleteContactsOf', 'process'];
  const handler = compileFunction(source, names)(
    EventBridgeClient,
    PutEventsCommand,
    (...of: unknown[]) => Promise.resolve(erased.push(of) * 4),
    { env: { LATCHKEY_BUS: 'latchkey-test' } },
  ) as (event: unknown) => Promise<void>;

  const stores = await ask(['billing', 'crm'], async () => {
    const { Items = [] } = await events();
    for (const detail of Items) await handler({ 'detail-type': detail['type'], detail });
    for (const { EventBusName, DetailType, Source, Detail } of onBus) {
      expect([EventBusName, DetailType, Source]).toEqual(['latchkey-test', erasureCompletedType, 'product']);
      await answer([JSON.parse(Detail)]);
    }
    return true;
  });
  expect(refused).toEqual([]);
  expect(erased[0]).toEqual([question.accountId, question.companyIds]);
  expect(stores.map(({ store, status, deleted }) => [store, status, deleted])).toEqual([
    ['billing', 'unanswered', []],
    ['crm', 'erased', [{ category: 'contacts', count: expect.any(Number) }]],
  ]);
});

/** What the bus tells of this erasure. */
async function events() {
  return table.client.send(
    new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `EVENTS#${question.onBehalfOf}` },
    }),
  );
}
