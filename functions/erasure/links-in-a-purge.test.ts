import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { apiFunction } from '#functions/shared/chain/api-function.ts';
import { hours } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { allOperations } from '#functions/testing/all-operations.ts';
import { beforeStep, memoryDurable } from '#functions/testing/memory-durable.ts';
import { requester, type TestResponse } from '#functions/testing/requester.ts';
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

const follow = (what: 'confirm' | 'revert', token: string) =>
  api.request(`POST /api/auth/email-change/${what}`, { body: { token } });
const answerOf = ({ status, body }: TestResponse) => `${status} ${body?.reason ?? ''}`.trim();

async function ask(cookie: string, email: string) {
  const stepped = await api.stepUp(cookie);
  const { status } = await api.request('POST /api/user/email-change', { cookie: stepped, body: { email } });
  expect(status).toBe(202);
  return (await api.mailed('latchkey.email.change-requested', 'email-change-confirm')).token;
}

/** Somebody whose deletion is due while the way back to their former address is still open. */
async function leaver() {
  const { email: former, accountId, cookie } = await api.person();
  const email = `${newId()}@example.test`;
  expect((await follow('confirm', await ask(cookie, email))).status).toBe(204);
  const { token } = await api.mailed('latchkey.email.changed', 'email-change-revert');
  // An address that is younger can't be used to delete the account.
  api.advance(25 * hours);
  return due({ accountId, token, cookie: (await api.signIn(email)) ?? '', emails: [former, email] });
}

/** Somebody whose deletion is due while the link to a new address waits to be followed. */
async function mover() {
  const { email, accountId, cookie } = await api.person();
  const wanted = `${newId()}@example.test`;
  return due({ accountId, token: await ask(cookie, wanted), cookie, emails: [email, wanted] });
}

interface Due {
  readonly accountId: string;
  /** Of the link that is followed while the account is erased. */
  readonly token: string;
  readonly cookie: string;
  readonly emails: readonly string[];
}

async function due(person: Due) {
  const erasureId = await erasure.schedule(person.cookie);
  await erasure.start(person.accountId, erasureId);
  return { ...person, erasureId };
}

/** The purge from its beginning to its end, with something that happens right before one of its steps. */
async function purge(erasureId: string, step: string, act: () => Promise<void>): Promise<void> {
  let happened = 0;
  const happens = () => ((happened += 1) === 1 ? act() : Promise.resolve());
  const mailed = (durable: Durable) => beforeStep(durable, 'look for the last mail', erasure.mailFarewell);
  await memoryDurable().run((durable) =>
    eraseAccount(beforeStep(mailed(durable), step, happens), erasure.deps, erasureId),
  );
  expect(happened).toBeGreaterThan(0);
}

async function expectNothingLeft({ accountId, emails }: Due) {
  expect(await residueIn(api, [accountId, ...emails])).toEqual([]);
  for (const email of emails) expect(await api.pool.findUser(email)).toBeNull();
}

test.each([
  ['take the account', '204'],
  ['count', '400 invalid-code'],
  ['delete what belongs to the account', '400 invalid-code'],
  ['delete the account', '400 code-expired'],
  ['forget the rest', '400 code-expired'],
])('the way back to a former address, followed right before “%s”, is answered %s', async (step, said) => {
  const who = await leaver();
  await purge(who.erasureId, step, async () => {
    expect(answerOf(await follow('revert', who.token))).toBe(said);
  });
  expect(answerOf(await follow('revert', who.token))).toBe('400 code-expired');
  await expectNothingLeft(who);
});

/** Of a link that was followed before the account was taken: what it still wrote would be found by nobody. */
test.each([
  ['the way back', 'revert', leaver, 1],
  ['the way back', 'revert', leaver, 2],
  ['a new address', 'confirm', mover, 1],
  ['a new address', 'confirm', mover, 2],
] as const)(
  '%s that was under way (%s) comes to nothing when the account is taken before its write',
  async (_, what, person, write) => {
    const who = await person();
    const { table, reached, goOn } = heldAtWrite(write);
    const deps = { ...api.deps, table };
    const send = requester(apiFunction(deps, allOperations(deps)));
    const answer = send(`POST /api/auth/email-change/${what}`, { body: { token: who.token } });
    await reached;
    await purge(who.erasureId, 'delete the account', async () => {
      goOn();
      expect((await answer).status).toBe(what === 'confirm' && write === 2 ? 204 : 400);
    });
    await expectNothingLeft(who);
  },
);

test('a reset that was asked for in that very moment does not wait at the address', async () => {
  const who = await mover();
  const [email = ''] = who.emails;
  const { table, reached, goOn } = heldAtWrite(1);
  const deps = { ...api.deps, table };
  const answer = requester(apiFunction(deps, allOperations(deps)))('POST /api/auth/forgot-password', {
    body: { email },
  });
  await reached;
  await purge(who.erasureId, 'look for the last mail', async () => {
    goOn();
    expect((await answer).status).toBe(202);
  });
  await expectNothingLeft(who);
});

/** The table of one request, which waits before the n-th of its transactions until it may go on. */
function heldAtWrite(write: number) {
  const [arrival, leave] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
  let writes = 0;
  const send = async (command: any) => {
    if (command instanceof TransactWriteCommand && (writes += 1) === write) {
      arrival.resolve(null);
      await leave.promise;
    }
    return api.table.client.send(command);
  };
  const table: Table = { name: api.table.name, client: { send } as never };
  return { table, reached: arrival.promise, goOn: () => leave.resolve(null) };
}
