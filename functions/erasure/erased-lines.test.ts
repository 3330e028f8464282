import { beforeAll, describe, expect, test } from 'vitest';

import { memberLeft } from '#events/lifecycle/member-left.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Log } from '#functions/shared/log/read-events.ts';
import { chainOf, eventKey } from '#functions/shared/table.ts';
import { companyWith } from '#functions/testing/colleagues.ts';
import { interleave, manyRounds } from '#functions/testing/interleave.ts';
import { beforeStep, memoryDurable } from '#functions/testing/memory-durable.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { linkEvents, verifyNow } from '#functions/testing/test-log.ts';
import { startTestErasure } from '#functions/testing/test-erasure.ts';
import { eraseAccount } from './erase-account.ts';
import { rewriteLine } from './rewrite-line.ts';

let api: TestApi;
let erasure: Awaited<ReturnType<typeof startTestErasure>>;
beforeAll(async () => {
  api = await startTestApi();
  erasure = await startTestErasure(api);
});

/** Brings every event that there is to the chain's handler; gives those that failed. */
const linkAll = async () => linkEvents(api.deps, await api.events());
const verify = (log: Log, now = api.now) => verifyNow(api.table, now, log);
/** What is wrong when a quarter of an hour has passed: by then every line must have its link. */
const later = () => new Date(api.now().getTime() + 16 * 60_000);

/** A company whose owner invited somebody and made the member an admin: lines of both, and about one another. */
async function livelyCompany() {
  const company = await companyWith(api, 'owner', 'member');
  const [leaver, member] = company.colleagues;
  await api.request('PATCH /api/company/members/{id}', {
    cookie: leaver.cookie,
    params: { id: member.id },
    body: { role: 'admin' },
  });
  await api.request('POST /api/company/invitations', {
    cookie: leaver.cookie,
    body: { email: 'new@example.test', role: 'member' },
  });
  return { ...company, leaver, member };
}

const ofChain = async (log: Log) => (await api.items()).filter(({ pk }) => pk === chainOf(log));

test.each([
  ['after', true],
  ['before', false],
])(
  'lines that an erasure takes %s they were linked stay in the chains of others, told by its receipt',
  async (_, linked) => {
    const { companyId, leaver, member } = await livelyCompany();
    const late = await api.events();
    if (linked) expect(await linkAll()).toEqual([]);
    const { number } = await erasure.erase({ accountId: leaver.id, cookie: leaver.cookie });
    // What was under way comes now: of lines that were taken, nothing is left to link.
    expect(await linkEvents(api.deps, late)).toEqual([]);
    expect(await linkAll()).toEqual([]);

    const company = await verify({ companyId }, later);
    expect(company).toMatchObject({ problem: null, waiting: 0 });
    expect(company.erased.get(number)).toBeGreaterThanOrEqual(3);
    // The line about whom the leaver made an admin is the member's own, too.
    const own = await verify({ accountId: member.id }, later);
    expect(own).toMatchObject({ problem: null, waiting: 0 });
    expect(own.erased.get(number)).toBeGreaterThanOrEqual(1);
    // The leaver's own chain went with the account.
    expect(await ofChain({ accountId: leaver.id })).toEqual([]);
    expect(JSON.stringify(await api.items())).not.toContain(leaver.id);
  },
);

test('of what the person did to others nothing is left of where they did it from, nor with what', async () => {
  const { companyId, leaver, member, owner } = await livelyCompany();
  // What another did to them is another's.
  await api.request('PATCH /api/company/members/{id}', {
    cookie: owner.cookie,
    params: { id: leaver.id },
    body: { role: 'admin' },
  });
  const linesOf = async () =>
    (await api.items()).filter((item) => item['gsi1pk'] === `COMPANY-EVENTS#${companyId}`);
  const by = async (accountId: string) =>
    (await linesOf()).filter(({ actor }) => actor?.accountId === accountId);
  expect(
    (await by(leaver.id)).filter(({ accountId, origin }) => accountId === member.id && origin),
  ).toHaveLength(1);
  const { number } = await erasure.erase({ accountId: leaver.id, cookie: leaver.cookie });
  const erased = (await linesOf()).filter((item) => item['erasedUnder'] === number);
  const theirs = erased.filter(({ actor }) => String(actor?.accountId).startsWith('deleted-'));
  expect(theirs.length).toBeGreaterThan(2);
  expect(theirs.map(({ origin }) => origin)).toEqual(theirs.map(() => null));
});

test('somebody who is called like a kind of actor is erased all the same', async () => {
  const { companyId, leaver, owner } = await livelyCompany();
  const body = { name: 'account', company: null, phone: null, timezone: 'Europe/London' };
  expect((await api.request('PUT /api/user/profile', { cookie: leaver.cookie, body })).status).toBe(200);
  await erasure.erase({ accountId: leaver.id, cookie: leaver.cookie });
  const cookie = await api.signIn(owner.email);
  expect((await api.request('GET /api/company/audit-log', { cookie })).status).toBe(200);
  expect(JSON.stringify(await api.items())).not.toContain(leaver.id);
  await linkAll();
  expect((await verify({ companyId }, later)).problem).toBeNull();
});

test('two who are erased one after the other, and whom the same lines name, are told by their receipts', async () => {
  const { companyId, leaver, member } = await livelyCompany();
  await linkAll();
  const first = await erasure.erase({ accountId: leaver.id, cookie: leaver.cookie });
  const fresh = (await api.signIn(member.email)) ?? '';
  const second = await erasure.erase({ accountId: member.id, cookie: fresh });
  await linkAll();
  const { problem, erased } = await verify({ companyId }, later);
  expect(problem).toBeNull();
  expect([...erased.keys()].toSorted()).toEqual([first.number, second.number].toSorted());
});

describe('a line that was erased', () => {
  async function erasedLine() {
    const { companyId, leaver } = await livelyCompany();
    await linkAll();
    const { number } = await erasure.erase({ accountId: leaver.id, cookie: leaver.cookie });
    await linkAll();
    const line = (await api.items()).find((item) => item['erasedUnder'] === number)!;
    return { companyId, number, line };
  }
  const put = async (Item: Record<string, unknown>) =>
    commit(api.table, [{ Put: { TableName: api.table.name, Item } }]);

  test('holds nothing by which its former digest could be tried out', async () => {
    const { companyId, leaver } = await livelyCompany();
    await linkAll();
    const before = (await api.items()).filter(({ pk }) => pk === eventKey(leaver.id, '').pk);
    await erasure.erase({ accountId: leaver.id, cookie: leaver.cookie });
    const left = JSON.stringify(await api.items());
    for (const { salt } of before) expect(left).not.toContain(String(salt));
    expect((await verify({ companyId })).problem).toBeNull();
  });

  test('can’t be changed any more without being found', async () => {
    const { companyId, line } = await erasedLine();
    await put({ ...line, type: 'latchkey.company.renamed' });
    expect((await verify({ companyId })).problem).toMatchObject({ kind: 'changed', eventId: line['id'] });
  });

  test('can’t be taken under another receipt, nor without one', async () => {
    const { companyId, line, number } = await erasedLine();
    await put({ ...line, erasedUnder: '0'.repeat(26) });
    expect((await verify({ companyId })).problem).toMatchObject({ kind: 'changed' });
    await put(line);
    await api.remove({ pk: `RECEIPT#${number}`, sk: 'RECEIPT' });
    expect((await verify({ companyId })).problem).toMatchObject({ kind: 'no-receipt', receipt: number });
  });
});

test('a line of a company that a request wrote after the account was gone is moved, with nothing left of who it was', async () => {
  const { companyId, leaver } = await livelyCompany();
  const lateId = api.deps.newId();
  const erasureId = await erasure.schedule(leaver.cookie);
  await erasure.start(leaver.id, erasureId);
  const requestEnds = async () => {
    await commit(api.table, [
      recordEvent(api.table.name, memberLeft, {
        id: lateId,
        now: api.now(),
        accountId: leaver.id,
        companyId,
        actor: { kind: 'account', accountId: leaver.id },
        origin: null,
        data: { email: leaver.email, name: 'Late', companyName: 'Engines' },
      }),
    ]);
    await linkAll();
    await erasure.mailFarewell();
  };
  await memoryDurable().run((durable) =>
    eraseAccount(beforeStep(durable, 'look for the last mail', requestEnds), erasure.deps, erasureId),
  );
  const left = (await api.items()).filter(({ id }) => id === lateId);
  expect(left).toMatchObject([{ data: {}, pk: expect.stringMatching(/^LOG#deleted-/) }]);
  expect(JSON.stringify(await api.items())).not.toMatch(new RegExp(`${leaver.id}|${leaver.email}`));
  expect(await linkAll()).toEqual([]);
  expect(await verify({ companyId }, later)).toMatchObject({ problem: null, waiting: 0 });
});

test('linked and erased at the same moment, in 12 interleavings, a line is in its chains and no chain has a gap', async () => {
  const email = 'ada@example.test';
  await manyRounds(12, async (seed) => {
    const [accountId, other, companyId] = [1, 2, 3].map(() => api.deps.newId()) as [string, string, string];
    const who = {
      ...{ accountId, pseudonym: `deleted-${accountId.slice(-12)}`, emails: [email], values: [] },
      receipt: '0'.repeat(26),
    };
    const events = [accountId, other].map((ofWhom) => ({
      id: api.deps.newId(),
      accountId: ofWhom,
      companyId,
    }));
    await commit(
      api.table,
      events.map((event) =>
        recordEvent(api.table.name, memberLeft, {
          ...event,
          now: api.now(),
          actor: { kind: 'account', accountId },
          origin: null,
          data: { email, name: 'Ada', companyName: 'Engines' },
        }),
      ),
    );
    const link = (table: Table) => linkEvents({ table, logger: api.deps.logger }, events);
    await interleave(api.table, seed, [
      link,
      ...events.map(
        ({ id, accountId: ofWhom }) =>
          (table: Table) =>
            rewriteLine(table, who, eventKey(ofWhom, id)).then(() => []),
      ),
      link,
    ]);
    expect(await link(api.table)).toEqual([]);
    // There is no such receipt, which is told as soon as everything else is right.
    expect((await verify({ companyId }, later)).problem).toMatchObject({ kind: 'no-receipt' });
    const links = await ofChain({ companyId });
    const seqs = links.filter(({ sk }) => sk !== 'HEAD').map(({ seq }) => Number(seq));
    expect(seqs.toSorted((a, b) => a - b)).toEqual(seqs.map((_, index) => index + 1));
  });
});
