import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { hours, minutes } from '#functions/shared/clock.ts';
import type { ResetTask } from '#functions/shared/data-reset/reset-steps.ts';
import { dueBuckets, listDue } from '#functions/shared/due-item.ts';
import { newId } from '#functions/shared/ids.ts';
import {
  keptByReset,
  type RecordCategory,
  recordCategories,
  resetCategories,
} from '#functions/shared/records/categories.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { StoreReceipt } from '#functions/shared/receipt.ts';
import { updateReceipt } from '#functions/shared/receipt-item.ts';
import { countRecords } from '#functions/shared/records/count-records.ts';
import { putRecording, putRecords } from '#functions/shared/records/record-store.ts';
import { type Colleague, companyWith } from '#functions/testing/colleagues.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { personWithTwoFactor } from '#functions/testing/two-factor.ts';
import { type OwnerQuestion, runReset, type RunResetDeps, type Steps } from './run-reset.ts';

let api: TestApi;
/** The resets that were begun at once; whoever begins them may fail. */
const begun: ResetTask[] = [];
let beginning: Error | null = null;
beforeAll(async () => {
  api = await startTestApi({
    startReset: (task) => {
      begun.push(task);
      return beginning === null ? Promise.resolve() : Promise.reject(beginning);
    },
  });
});

// Beyond the limits of the test before.
beforeEach(() => api.advance(2 * hours));

let addresses = 0;
/** Failed proofs are counted by address; each comes from another. */
const freshIp = () => `198.18.${String(++addresses >> 8)}.${String(addresses & 255)}`;

const at = '2026-11-26T09:00:00.000Z';
const everything = Object.fromEntries(recordCategories.map((category) => [category, 3]));
const afterwards = Object.fromEntries(
  recordCategories.map((category) => [category, keptByReset.includes(category) ? 3 : 0]),
);
interface Bare {
  readonly step: Steps<Bare>['step'];
  readonly wait: Steps<Bare>['wait'];
  readonly together: Steps<Bare>['together'];
}
/** Without a durable execution each step is done anew: after a kill, what was done before is done again. */
const steps: Bare = {
  step: (_name, work) => work(),
  wait: () => Promise.resolve(),
  together: async (_name, branches) => {
    const results = [];
    for (const branch of branches) results.push(await branch(steps));
    return results;
  },
};
const deps = (more: Partial<RunResetDeps<Bare>> = {}): RunResetDeps<Bare> => ({
  ...api.deps,
  ...api.records,
  timeLeft: () => 10 * minutes,
  dataOwners: [],
  askOwners: () => Promise.resolve([]),
  completeReceipt: () => Promise.resolve(),
  ...more,
});
const run = (task: ResetTask, more: Partial<RunResetDeps<Bare>> = {}) => runReset(steps, deps(more), task);
const counts = (companyId: string) => countRecords(api.records, { companyId, categories: recordCategories });

async function fill(companyId: string, categories: readonly RecordCategory[] = recordCategories) {
  const placed = categories.flatMap((category) =>
    ['a', 'b', 'c'].map((recordId) => ({ companyId, category, record: { recordId, at, data: {} } })),
  );
  await putRecords(api.records, placed);
  await putRecording(api.records, companyId, { recordId: 'a', at, data: {} }, new Uint8Array(8));
}

/** A company with three records of everything, and its owner. */
async function company() {
  const made = await companyWith(api);
  await fill(made.companyId);
  return made;
}

/** The same with an admin and a member. */
async function staffedCompany() {
  const made = await companyWith(api, 'admin', 'member');
  await fill(made.companyId);
  return made;
}

const ask = ({ cookie }: Pick<Colleague, 'cookie'>, more: object = {}) =>
  api.request('POST /api/company/data-reset', {
    cookie,
    ip: freshIp(),
    body: { confirmation: 'RESET', password, ...more },
  });
const preflight = async ({ cookie }: Pick<Colleague, 'cookie'>) =>
  (await api.request('GET /api/company/data-reset/preflight', { cookie })).body;
const job = (who: Pick<Colleague, 'cookie'>, id: string) =>
  api.request('GET /api/jobs/{id}', { cookie: who.cookie, params: { id } });
const eventsOf = async (companyId: string) =>
  (await api.events()).filter((event) => event.companyId === companyId && event.type.includes('.records.'));

test('the preflight counts what goes and what stays, and changes nothing', async () => {
  const { companyId, owner } = await company();
  const answer = await preflight(owner);
  expect(answer).toMatchObject({ secondFactor: false, blockers: [] });
  expect(answer.willDelete).toEqual(resetCategories.map((category) => ({ category, count: 3 })));
  expect(answer.retained.map(({ category, count, ground }: any) => [category, count, ground])).toEqual(
    keptByReset.map((category) => [category, 3, 'not-included']),
  );
  expect(await counts(companyId)).toEqual(everything);
});

test('deletes what calls left behind and nothing else, and says so with a receipt', async () => {
  const [mine, other] = [await company(), await company()];
  const { status, body } = await ask(mine.owner);
  expect(status).toBe(202);
  expect((await job(mine.owner, body.jobId)).body).toMatchObject({ status: 'running', kind: 'data-reset' });
  await run({ companyId: mine.companyId, jobId: body.jobId });
  expect(await counts(mine.companyId)).toEqual(afterwards);
  expect(await counts(other.companyId)).toEqual(everything);
  expect([...api.records.recordings.stored.keys()].filter((key) => key.includes(mine.companyId))).toEqual([]);
  const done = (await job(mine.owner, body.jobId)).body;
  expect(done).toMatchObject({ status: 'completed', progress: { done: 18, total: 18 } });
  expect(done.receipt).toMatchObject({
    kind: 'data-reset',
    status: 'completed',
    stores: [{ store: 'records' }],
  });
  expect(done.receipt.stores[0].deleted).toEqual(resetCategories.map((category) => ({ category, count: 3 })));
  const { body: session } = await api.request('GET /api/session', { cookie: mine.owner.cookie });
  expect(session.company.id).toBe(mine.companyId);
  expect((await eventsOf(mine.companyId)).map(({ type }) => type)).toEqual([
    'latchkey.records.reset-requested',
    'latchkey.records.reset-completed',
  ]);
});

test('is begun at once; where that fails, the due item begins it, and twice is once', async () => {
  const { companyId, owner } = await company();
  beginning = new Error('Lambda throttles');
  const { status, body } = await ask(owner);
  beginning = null;
  expect(status).toBe(202);
  expect(api.logged.at(-1)).toContain('A reset was not begun at once');
  const task = { companyId, jobId: body.jobId };
  expect(begun.at(-1)).toEqual(task);
  // The sweep and a late first try, both.
  await Promise.all([run(task), run(task)]);
  await run(task);
  expect((await eventsOf(companyId)).map(({ type }) => type)).toEqual([
    'latchkey.records.reset-requested',
    'latchkey.records.reset-completed',
  ]);
  expect((await preflight(owner)).blockers).toEqual([]);
});

describe('the receipt', () => {
  const receiptBy = async (number: string) =>
    (await api.request('GET /api/receipts/{number}', { params: { number } })).body;
  const numberOf = async (companyId: string) => {
    const found = (await api.items()).find(
      ({ pk, receiptNumber }) => pk === `COMPANY#${companyId}` && receiptNumber,
    );
    return String(found?.['receiptNumber']);
  };

  test('is there by its number from the beginning on, for anybody who has it, and says what was done', async () => {
    const { companyId, owner } = await company();
    const { jobId } = (await ask(owner)).body;
    const number = await numberOf(companyId);
    expect(await receiptBy(number)).toMatchObject({ kind: 'data-reset', status: 'running', stores: [] });
    await run({ companyId, jobId });
    const receipt = await receiptBy(number);
    expect(receipt).toMatchObject({ number, status: 'completed', stores: [{ store: 'records' }] });
    expect((await job(owner, jobId)).body.receipt).toEqual(receipt);
    expect(JSON.stringify(receipt)).not.toMatch(new RegExp(`${companyId}|${owner.id}|${owner.email}`));
  });

  test('has what data owners did, who are asked for their part; the reset itself is done before', async () => {
    const { companyId, owner } = await company();
    const { jobId } = (await ask(owner)).body;
    const asked: OwnerQuestion[] = [];
    const store: StoreReceipt = {
      ...{ store: 'crm', status: 'erased', completedAt: at, deleted: [{ category: 'contacts', count: 3 }] },
      kept: [],
    };
    const outside: Partial<RunResetDeps<Bare>> = {
      dataOwners: ['crm'],
      askOwners: async (_, read) => {
        asked.push(await read());
        // Whoever asked for the reset is told that it is done, and may ask for the next.
        expect((await job(owner, jobId)).body).toMatchObject({
          status: 'completed',
          receipt: { status: 'running', completedAt: null },
        });
        expect((await preflight(owner)).blockers).toEqual([]);
        return [store];
      },
      completeReceipt: ({ number, stores }) =>
        updateReceipt(api.table, number, { status: 'completed', stores: [...stores], now: api.now() }),
    };
    await run({ companyId, jobId }, outside);
    expect(asked).toEqual([
      {
        erasureId: jobId,
        number: await numberOf(companyId),
        kind: 'data-reset',
        onBehalfOf: owner.id,
        accountId: null,
        companyIds: [companyId],
      },
    ]);
    const { receipt } = (await job(owner, jobId)).body;
    expect(receipt).toMatchObject({ status: 'completed', stores: [{ store: 'records' }, store] });
  });

  test('names nobody who has left: an owner is asked on behalf of who is still there', async () => {
    const { companyId, owner, colleagues } = await staffedCompany();
    const { jobId } = (await ask(owner)).body;
    await api.remove({ pk: `COMPANY#${companyId}`, sk: `MEMBER#${owner.id}` });
    await api.request('GET /api/session', { cookie: colleagues[0].cookie });
    await commit(api.table, [
      {
        Update: {
          TableName: api.table.name,
          Key: { pk: `COMPANY#${companyId}`, sk: `MEMBER#${colleagues[0].id}` },
          UpdateExpression: 'SET #role = :owner',
          ExpressionAttributeNames: { '#role': 'role' },
          ExpressionAttributeValues: { ':owner': 'owner' },
        },
      },
    ]);
    let question: OwnerQuestion | undefined;
    await run(
      { companyId, jobId },
      {
        dataOwners: ['crm'],
        askOwners: async (_, read) => {
          question = await read();
          return [];
        },
      },
    );
    expect(question).toMatchObject({ onBehalfOf: colleagues[0].id });
  });
});

test('no other word than RESET will do, however alike it looks', async () => {
  const { companyId, owner } = await company();
  const words = [
    'reset',
    ' RESET',
    'RESET ',
    'RЕSET',
    'ＲＥＳＥＴ',
    'RESET\n',
    'DELETE',
    '',
    7,
    null,
    ['RESET'],
  ];
  for (const confirmation of words) {
    const { status, body } = await ask(owner, { confirmation });
    expect([confirmation, status, body.errors[0].path]).toEqual([confirmation, 400, 'confirmation']);
  }
  expect(await counts(companyId)).toEqual(everything);
  expect(await eventsOf(companyId)).toEqual([]);
});

describe('who asks', () => {
  test('proves it anew, however fresh the last proof is', async () => {
    const { companyId, owner } = await company();
    const cookie = await api.stepUp(owner.cookie);
    expect((await ask({ cookie }, { password: undefined })).status).toBe(400);
    expect((await ask({ cookie }, { password: 'wrong' })).body.reason).toBe('invalid-credentials');
    expect((await preflight(owner)).blockers).toEqual([]);
    expect(await eventsOf(companyId)).toEqual([]);
  });

  test('gives the second factor where one is on; a recovery code is used up by it', async () => {
    const person = await personWithTwoFactor(api);
    expect((await preflight(person)).secondFactor).toBe(true);
    expect((await ask(person)).body.reason).toBe('second-factor-required');
    const [code] = person.recoveryCodes;
    expect((await ask(person, { code: 'A'.repeat(26) })).body.reason).toBe('invalid-code');
    const begun = await ask(person, { code });
    expect(begun.status).toBe(202);
    await run({ companyId: person.cookie.split('.')[1]!, jobId: begun.body.jobId });
    expect((await ask(person, { code })).body.reason).toBe('invalid-code');
    expect((await ask(person, { code: person.code() })).status).toBe(202);
  });

  test('is an owner: not an admin, a member, or an owner elsewhere', async () => {
    const { companyId, colleagues } = await staffedCompany();
    for (const colleague of colleagues) expect((await ask(colleague)).body.reason).toBe('forbidden');
    await ask(await api.person());
    expect(await counts(companyId)).toEqual(everything);
  });
});

test('a second request while one runs is refused, and tells which one', async () => {
  const { companyId, owner } = await company();
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask(owner)));
  const begun = answers.filter(({ status }) => status === 202);
  expect(begun).toHaveLength(1);
  for (const { status, body } of answers)
    if (status !== 202) expect([status, body.reason]).toEqual([409, 'reset-running']);
  const { jobId } = begun[0]!.body;
  expect((await preflight(owner)).blockers).toEqual([
    { reason: 'reset-running', fixUrl: '/settings/danger-zone', jobId },
  ]);
  await run({ companyId, jobId });
  expect((await preflight(owner)).blockers).toEqual([]);
  expect((await ask(owner)).status).toBe(202);
});

test('with an idempotency key, asking again is the same reset', async () => {
  const { owner } = await company();
  const headers = { 'idempotency-key': `reset-${newId()}` };
  const again = () =>
    api.request('POST /api/company/data-reset', {
      cookie: owner.cookie,
      headers,
      body: { confirmation: 'RESET', password },
    });
  const first = await again();
  expect((await again()).body).toEqual(first.body);
});

test('a job is seen by the owners of its company, and found by nobody else', async () => {
  const { owner, colleagues } = await staffedCompany();
  const { jobId } = (await ask(owner)).body;
  expect((await job(owner, jobId)).status).toBe(200);
  for (const colleague of [...colleagues, await api.person()])
    expect((await job(colleague, jobId)).body.reason).toBe('not-found');
  expect((await job(owner, newId())).body.reason).toBe('not-found');
});

test('is sure to be done: what begins it is due as of the moment that it was asked for', async () => {
  const { companyId, owner } = await company();
  const { jobId } = (await ask(owner)).body;
  const due = await Promise.all(
    Array.from({ length: dueBuckets }, (_, bucket) => listDue(api.table, bucket, api.now(), 100)),
  );
  expect(due.flat().filter(({ reference }) => reference === jobId)).toMatchObject([
    { kind: 'data-reset', companyId },
  ]);
});
