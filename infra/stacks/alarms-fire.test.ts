import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { sampleEnvelope } from '#events/samples.ts';
import { askOwners } from '#functions/erasure/ask-owner.ts';
import type { ErasureDeps } from '#functions/erasure/deps.ts';
import { durableOf } from '#functions/erasure/durable-context.ts';
import { handler as outbox } from '#functions/handlers/outbox.ts';
import { handleBatch as linkBatch } from '#functions/log-chain/handle-batch.ts';
import { handleBatch } from '#functions/mailer/handle-batch.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { scheduleDue } from '#functions/shared/due-item.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { newReceiptNumber } from '#functions/shared/receipt-item.ts';
import { sweep } from '#functions/sweep/sweep.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { memoryDurable } from '#functions/testing/memory-durable.ts';
import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { openQueue } from '#infra/local/bus/queue.ts';
import { logSignals } from '../constructs/alarms/log-signals.ts';
import { metricsOf, passes, type Points, stateOf } from './tests/alarm-state.ts';
import { resources, stageApp, templates } from './tests/synthesized.ts';

/**
 * Every alarm is fired once: by a fault injected into the code that is deployed where that makes the metric (a log line, an
 * answer, a dead letter), else by what AWS's documentation says that the service reports of such a fault.
 */
const { observability, edgeAlarms, api } = templates(stageApp('prod').stacks);
const alarms = [observability, edgeAlarms].flatMap((template) =>
  resources(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties),
);
const filters = resources(observability, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);

const folder = mkdtempSync(join(tmpdir(), 'latchkey-alarms-'));
afterAll(() => rmSync(folder, { recursive: true }));

let chain: TestChain;
let fault: Error | null = null;
beforeAll(async () => {
  const answering = () => (fault === null ? Promise.resolve({ ok: true } as const) : Promise.reject(fault));
  chain = await startTestChain([operation({ id: 'try' }, answering)]);
});

/** What the chain logs and answers while a fault lasts. */
async function requestsWith(error: Error | null, count: number) {
  chain.logged.length = 0;
  fault = error;
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent += 1) statuses.push((await chain.request('POST /api/try')).status);
  fault = null;
  return { statuses, lines: [...chain.logged] };
}

const named = (name: string) => Object.assign(new Error('of the test'), { name });
const cognitoThrottle = () =>
  new CognitoIdentityProviderServiceException({
    name: 'TooManyRequestsException',
    $fault: 'client',
    $metadata: {},
    message: 'Rate exceeded',
  });

async function mailerLines(body: string, count: number): Promise<string[]> {
  const { client, tableName } = await startTestTable();
  const lines: string[] = [];
  const deps = {
    table: openTable(tableName, client),
    send: () => Promise.reject(named('MessageRejected')),
    settings: () =>
      Promise.resolve({
        siteUrl: 'https://account.example.com',
        productName: 'Acme',
        supportEmail: 'support@example.com',
        codeSecret: 'a secret of the test',
        mailFrom: 'account@example.com',
      }),
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    logger: jsonLogger((line) => lines.push(line)),
  };
  for (let sent = 0; sent < count; sent += 1)
    await handleBatch(deps, { Records: [{ messageId: `message-${sent}`, body }] as never });
  return lines;
}

async function sweepLines(): Promise<string[]> {
  const { client, tableName } = await startTestTable();
  const table = openTable(tableName, client);
  const lines: string[] = [];
  const at = '2026-11-20T12:00:00.000Z';
  for (const reference of ['one', 'two', 'three'])
    await commit(table, [scheduleDue(tableName, { kind: 'failing', reference, at })]);
  const handlers = new Map([['failing', () => Promise.reject(named('TimeoutError'))]]);
  await sweep({ table, now: () => new Date(at), logger: jsonLogger((line) => lines.push(line)), handlers });
  return lines;
}

/** A store that answers nothing but faults, met by a step of an erasure at three tries. */
async function stepLines(): Promise<string[]> {
  const lines: string[] = [];
  const context = { step: (_: string, work: () => Promise<unknown>) => work() };
  const durable = durableOf(
    context as never,
    jsonLogger((line) => lines.push(line)),
  );
  for (let tried = 0; tried < 3; tried += 1)
    await durable.step('erase records', () => Promise.reject(named('TimeoutError'))).catch(() => undefined);
  return lines;
}

/** A data owner that stays silent, however often it is asked. */
async function ownerLines(): Promise<string[]> {
  const { client, tableName } = await startTestTable();
  const lines: string[] = [];
  const deps = {
    table: openTable(tableName, client),
    dataOwners: ['crm'],
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    logger: jsonLogger((line) => lines.push(line)),
  } as unknown as ErasureDeps;
  const question = {
    erasureId: crypto.randomUUID(),
    number: newReceiptNumber(),
    kind: 'account',
    onBehalfOf: crypto.randomUUID(),
    accountId: crypto.randomUUID(),
    companyIds: [],
  } as const;
  await memoryDurable().run((durable) => askOwners(durable, deps, () => Promise.resolve(question)));
  return lines;
}

/** A line of a company that is not there. */
async function chainLines(): Promise<string[]> {
  const { client, tableName } = await startTestTable();
  const lines: string[] = [];
  const detail = sampleEnvelope('latchkey.company.renamed');
  const body = JSON.stringify({ source: 'latchkey', 'detail-type': detail.type, detail });
  await linkBatch(
    { table: openTable(tableName, client), logger: jsonLogger((line) => lines.push(line)) },
    { Records: [{ messageId: 'message', body }] },
  );
  return lines;
}

const signIn = sampleEnvelope('latchkey.session.started');
const busEvent = JSON.stringify({ source: 'latchkey', 'detail-type': signIn.type, detail: signIn });

/** The lines that the deployed code writes under a fault, by the signal that must see them. */
const lines: Record<string, () => Promise<string[]>> = {
  'unexpected-fault': async () => (await requestsWith(new TypeError('of the test'), 1)).lines,
  'dependency-unavailable': async () => (await requestsWith(named('TimeoutError'), 5)).lines,
  'cognito-throttles': async () => (await requestsWith(cognitoThrottle(), 1)).lines,
  'mail-not-sent': () => mailerLines(busEvent, 5),
  'event-not-readable': () => mailerLines('{"detail":{}}', 1),
  'due-item-failed': sweepLines,
  'erasure-step-failed': stepLines,
  'owner-silent': ownerLines,
  'log-line-missing': chainLines,
};

test('every signal of the logs has a fault that makes it', () => {
  expect(Object.keys(lines).toSorted()).toEqual(logSignals.map(({ id }) => id).toSorted());
});

test.each(logSignals.map(({ id }) => id))(
  '%s fires by the lines that its fault has the code write',
  async (id) => {
    const alarm = alarms.find(({ AlarmName }) => AlarmName === `latchkey-prod-${id}`)!;
    const pattern = filters.find(({ MetricTransformations }) => MetricTransformations[0].MetricName === id)![
      'FilterPattern'
    ];
    const written = await lines[id]!();
    const counted = written.filter((line) => passes(pattern, line)).length;
    expect(stateOf(alarm, { metric: [counted] })).toBe('ALARM');
    expect(stateOf(alarm, { metric: [counted - alarm['Threshold']] })).toBe('OK');
    expect(stateOf(alarm, { metric: [null] })).toBe('OK');
  },
);

const same = (value: number | null): Points => Array.from({ length: 3 }, () => value);

/** What each metric says of a fault, and of a good day. Keys are the metrics that an alarm looks at, joined. */
const causes: Record<
  string,
  (alarm: Record<string, any>) => Promise<Record<'bad' | 'good', Record<string, Points>>>
> = {
  'AWS/Lambda Errors': async () => {
    const [{ status }] = await Promise.allSettled([Promise.resolve().then(() => outbox([{ dynamodb: {} }]))]);
    return { bad: { metric: same(status === 'rejected' ? 1 : 0) }, good: { metric: same(0) } };
  },
  'AWS/Lambda Throttles': () => Promise.resolve({ bad: { metric: same(1) }, good: { metric: same(null) } }),
  // A run that is cut off is reported with its time-out, which its alarm must lie under.
  'AWS/Lambda Duration': (alarm) =>
    Promise.resolve({
      bad: { metric: same(timeoutOf(alarm)) },
      good: { metric: same(timeoutOf(alarm) / 2) },
    }),
  'AWS/Lambda Invocations': () => Promise.resolve({ bad: { metric: same(null) }, good: { metric: same(5) } }),
  'AWS/SQS ApproximateNumberOfMessagesVisible': async () => {
    const queue = await openQueue(
      folder,
      { now: () => Date.now(), onAdvance: () => () => undefined },
      {
        name: 'failing',
        consumer: () => Promise.reject(named('of the test')),
        maxReceives: 1,
      },
    );
    await queue.send('a message');
    await queue.idle();
    const given = queue.deadLetters().length;
    await queue.close();
    return { bad: { metric: same(given) }, good: { metric: same(0) } };
  },
  'AWS/SQS ApproximateAgeOfOldestMessage': () =>
    Promise.resolve({ bad: { metric: same(620) }, good: { metric: same(95) } }),
  'AWS/ApiGateway Count + AWS/ApiGateway 5xx': async () => {
    const { statuses } = await requestsWith(named('TimeoutError'), 6);
    const { statuses: well } = await requestsWith(null, 4);
    const failed = [...statuses, ...well].filter((status) => status >= 500).length;
    return {
      bad: { requests: same(10), failed: same(failed) },
      good: { requests: same(10_000), failed: same(failed) },
    };
  },
  // Two tries of two seconds, which every call is bounded by (functions/shared/aws/client-settings.ts).
  'AWS/ApiGateway Latency': () =>
    Promise.resolve({ bad: { metric: same(4000) }, good: { metric: same(400) } }),
  // Six of ten failed, which is too few for a share; then as many of many.
  'AWS/CloudFront Requests + AWS/CloudFront 5xxErrorRate': () =>
    Promise.resolve({
      bad: { requests: same(10), share: same(60) },
      good: { requests: same(10_000), share: same(0.06) },
    }),
  // An origin that takes four seconds, as those of the API do of which a part hangs.
  'AWS/CloudFront OriginLatency': () =>
    Promise.resolve({ bad: { metric: same(4000) }, good: { metric: same(250) } }),
  'AWS/DynamoDB ReadThrottleEvents': () =>
    Promise.resolve({ bad: { metric: same(40) }, good: { metric: same(3) } }),
  'AWS/DynamoDB WriteThrottleEvents': () =>
    Promise.resolve({ bad: { metric: same(40) }, good: { metric: same(null) } }),
  // The rates at which SES begins a review: by then it must have fired.
  'AWS/SES Reputation.BounceRate': () =>
    Promise.resolve({ bad: { metric: same(0.05) }, good: { metric: same(0.01) } }),
  'AWS/SES Reputation.ComplaintRate': () =>
    Promise.resolve({ bad: { metric: same(0.001) }, good: { metric: same(0.0001) } }),
  'AWS/EventBridge/Pipes ExecutionFailed': () =>
    Promise.resolve({ bad: { metric: same(2) }, good: { metric: [1, 0, 0] } }),
  'AWS/Lambda DurableExecutionFailed': () =>
    Promise.resolve({ bad: { metric: same(1) }, good: { metric: same(null) } }),
  'AWS/Lambda DurableExecutionTimedOut': () =>
    Promise.resolve({ bad: { metric: same(1) }, good: { metric: same(null) } }),
};

const functions = resources(api, 'AWS::Lambda::Function');

/** The time-out of the function that an alarm looks at, in milliseconds. */
function timeoutOf(alarm: Record<string, any>): number {
  const name = /^latchkey-prod-(.+)-duration$/.exec(alarm['AlarmName'])![1]!;
  return functions.find(([id]) => id.startsWith(`Functions${name}Function`))![1].Properties['Timeout'] * 1000;
}

const others = alarms.filter(
  (alarm) => ![...metricsOf(alarm).values()].some((name) => name.startsWith('latchkey-')),
);

test.each(others.map((alarm) => [alarm['AlarmName'], alarm] as const))(
  '%s fires by its fault, and is silent on a good day',
  async (_, alarm) => {
    const cause = causes[[...metricsOf(alarm).values()].join(' + ')];
    if (cause === undefined)
      throw new Error(`Nobody says what makes ${[...metricsOf(alarm).values()].join(' + ')}`);
    const { bad, good } = await cause(alarm);
    expect(stateOf(alarm, bad)).toBe('ALARM');
    expect(stateOf(alarm, good)).toBe('OK');
  },
);
