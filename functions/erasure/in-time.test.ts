import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { memberLeft } from '#events/lifecycle/member-left.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { inPieces } from '#functions/shared/in-parallel.ts';
import { companyKey } from '#functions/shared/table.ts';
import { companyWith } from '#functions/testing/colleagues.ts';
import { beforeStep, currentStep, memoryDurable } from '#functions/testing/memory-durable.ts';
import { residueIn } from '#functions/testing/residue.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { startTestErasure } from '#functions/testing/test-erasure.ts';
import type { Durable } from './durable.ts';
import { eraseAccount } from './erase-account.ts';

let api: TestApi;
let erasure: Awaited<ReturnType<typeof startTestErasure>>;
beforeAll(async () => {
  api = await startTestApi();
  erasure = await startTestErasure(api);
});

const put = async (items: readonly Record<string, unknown>[]) => {
  for (const some of inPieces(items, 25)) {
    const RequestItems = { [api.table.name]: some.map((Item) => ({ PutRequest: { Item } })) };
    await api.table.client.send(new BatchWriteCommand({ RequestItems }));
  }
};

/** A little more than a page. */
const length = 210;

/**
 * A company with a long log and many items, in which the person is named at the beginning, in the middle and at the end;
 * and a few lines of their own.
 */
async function longCompany() {
  const { companyId, owner, colleagues } = await companyWith(api, 'admin');
  const [leaver] = colleagues;
  const named = (index: number) => [0, 100, length - 1].includes(index);
  const line = (accountId: string, actor: string) =>
    recordEvent(api.table.name, memberLeft, {
      ...{ id: api.deps.newId(), now: api.now(), accountId, companyId, origin: null },
      actor: { kind: 'account', accountId: actor },
      data: { email: 'somebody@example.test', name: 'Somebody', companyName: 'Engines' },
    }).Put!.Item!;
  const lines = Array.from({ length }, (_, index) => line(owner.id, named(index) ? leaver.id : owner.id));
  const own = Array.from({ length: 5 }, () => line(leaver.id, leaver.id));
  const items = Array.from({ length }, (_, index) => ({
    ...{ pk: companyKey(companyId).pk, sk: `INVITATION#${String(index).padStart(3, '0')}` },
    invitedBy: named(index) ? leaver.id : owner.id,
  }));
  await put([...lines, ...own, ...items]);
  return { companyId, owner, leaver };
}

const erasedSteps = /move log lines|forget in/;

test('what does not fit into the time of an invocation is gone on with in the next, from where it ended', async () => {
  const { companyId, owner, leaver } = await longCompany();
  const erasureId = await erasure.schedule(leaver.cookie);
  await erasure.start(leaver.id, erasureId);
  // Each page, and each line that is moved, is the last for which there is time.
  const timeLeft = () => (erasedSteps.test(currentStep.getStore()?.path ?? '') ? 0 : 900_000);
  const execution = memoryDurable();
  const waits: string[] = [];
  const noting = (durable: Durable): Durable => ({
    ...durable,
    wait: (name, seconds) => {
      waits.push(name);
      return durable.wait(name, seconds);
    },
    together: (name, branches) =>
      durable.together(
        name,
        branches.map((branch) => (inner) => branch(noting(inner))),
      ),
  });
  const run = () =>
    execution.run((durable) =>
      eraseAccount(
        noting(beforeStep(durable, 'look for the last mail', erasure.mailFarewell)),
        { ...erasure.deps, timeLeft },
        erasureId,
      ),
    );
  expect(await run()).toBe('erased');

  const took = (name: string) => execution.steps.filter((step) => step.includes(`/${name}#`)).length;
  const waited = (name: string) => waits.filter((wait) => wait === `go on: ${name}`).length;
  const scan = `forget in ${companyId}`;
  // Two pages of lines, two of items: each of them but the last had no time left.
  expect([took(scan), waited(scan)]).toEqual([3, 2]);
  expect(took('move log lines')).toBeGreaterThan(5);
  expect(waited('move log lines')).toBe(took('move log lines') - 1);
  expect(await residueIn(api, [leaver.id, leaver.email])).toEqual([]);
  const left = (await api.items()).filter(({ pk }) => pk === companyKey(companyId).pk);
  expect(left.filter(({ sk }) => sk.startsWith('INVITATION#'))).toHaveLength(length);
  // What is remembered of where it was names nobody.
  expect(JSON.stringify([...execution.memory])).not.toMatch(new RegExp(`${leaver.id}|${owner.id}`));
});
