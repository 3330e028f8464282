import { BatchWriteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { claimAccount } from '#functions/erasure/claim-account.ts';
import { eraseAccount } from '#functions/erasure/erase-account.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { readErasure } from '#functions/erasure/erasure-item.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { apiFunction } from '#functions/shared/chain/api-function.ts';
import { after, days } from '#functions/shared/clock.ts';
import { scheduleDeletionOf } from '#functions/shared/deletion-writes.ts';
import { newId } from '#functions/shared/ids.ts';
import { deriveCode, linkToken } from '#functions/shared/mailed-code.ts';
import { reasonStatuses } from '#functions/shared/reasons.ts';
import { readReceipt } from '#functions/shared/receipt-item.ts';
import { accountKey, addressClaimKey, erasureKey } from '#functions/shared/table.ts';
import { gate } from './gate.ts';
import { interleave, manyRounds } from './interleave.ts';
import { memoryDurable } from './memory-durable.ts';
import { requester } from './requester.ts';
import { startTestApi, type TestApi } from './test-api.ts';
import { startTestErasure } from './test-erasure.ts';
import { twinTable } from './twin-table.ts';
import { cancelDeletion } from '#functions/deletion/cancel-deletion.ts';
import { deletionOperations } from '#functions/deletion/operations.ts';

/** Who cancels at the very moment of the purge: a thousand orders in which the calls can reach the table. */
const interleavings = 1000;

let api: TestApi;
let erasure: Awaited<ReturnType<typeof startTestErasure>>;
let table: Table;
let template: Account;
let codeSecret: string;
const viewer = { ip: '203.0.113.7', browser: 'Firefox 141', os: 'Linux', device: 'desktop' } as const;
beforeAll(async () => {
  api = await startTestApi();
  erasure = await startTestErasure(api);
  ({ real: table } = await twinTable([], gate()));
  template = (await readAccount(api.table, (await api.person()).accountId))!;
  [codeSecret] = await api.deps.readCodeSecret();
});

/** An account whose deletion is due, and which the sweep has just begun to look at. */
async function due(): Promise<Account> {
  const [accountId, eventId, now] = [newId(), newId(), api.now()];
  const account: Account = { ...template, accountId, email: `${accountId}@example.test` };
  const TableName = table.name;
  await table.client.send(
    new BatchWriteCommand({
      RequestItems: {
        [TableName]: [
          { ...accountKey(accountId), ...account },
          { ...addressClaimKey(account.email), accountId, state: 'held' },
          { ...erasureKey(eventId), erasureId: eventId, accountId },
        ].map((Item) => ({ PutRequest: { Item } })),
      },
    }),
  );
  const requestedAt = after(now, -7 * days).toISOString();
  const deletion = { eventId, requestedAt, purgeAt: now.toISOString(), deleteCompanies: [], begunAt: null };
  await commit(table, scheduleDeletionOf(TableName, account, deletion));
  return { ...account, state: 'deletion-pending', deletion };
}

type Told = { readonly cancel: string } | { readonly purge: string | null };

/** Cancels over HTTP, by the link of the mail. */
async function byLink(mine: Table, account: Account, seed: number): Promise<Told> {
  const deps = { ...api.deps, table: mine };
  const eventId = account.deletion!.eventId;
  const token = linkToken(account.accountId, eventId, deriveCode(codeSecret, 'deletion-cancel', eventId));
  const request = requester(apiFunction(deps, deletionOperations(deps)));
  const ip = `198.18.${seed >> 8}.${seed & 255}`;
  const { status, body } = await request('POST /api/auth/deletion/cancel', { ip, body: { token } });
  return { cancel: `${status} ${body?.reason ?? ''}`.trim() };
}

/** Cancels from a page that is open: what its answer will be. */
async function inPage(mine: Table, account: Account): Promise<Told> {
  const outcome = await cancelDeletion({ table: mine, now: api.now, newId }, { account, viewer });
  return { cancel: outcome.ok ? '204' : `${reasonStatuses[outcome.reason]} ${outcome.reason}` };
}

const purge = async (mine: Table, erasureId: string): Promise<Told> => ({
  purge: await claimAccount({ table: mine, now: api.now, newId }, erasureId),
});

test('either it is cancelled or it is carried out, and whoever cancels is told which: a thousand interleavings', async () => {
  const outcomes = await manyRounds(interleavings, async (seed) => {
    const account = await due();
    const { accountId } = account;
    const erasureId = account.deletion!.eventId;
    const { results } = await interleave<Told>(table, seed, [
      (mine) => (seed % 2 === 0 ? byLink(mine, account, seed) : inPage(mine, account)),
      (mine) => purge(mine, erasureId),
      // Lambda may run the first step twice; somebody may cancel in two places.
      ...(seed % 3 === 0 ? [(mine: Table) => purge(mine, erasureId)] : []),
      ...(seed % 5 === 0 ? [(mine: Table) => inPage(mine, account)] : []),
    ]);
    const told = results.flatMap((result) => ('cancel' in result ? result.cancel : []));
    const numbers = results.flatMap((result) => ('purge' in result ? [result.purge] : []));
    const current = (await readAccount(table, accountId))!;
    const noted = await readErasure(table, erasureId);
    const taken = current.deletion?.begunAt != null;
    expect([seed, current.state]).toEqual([seed, taken ? 'disabled' : 'active']);
    expect([seed, new Set(told)]).toEqual([seed, new Set([taken ? '409 deletion-begun' : '204'])]);
    expect([seed, new Set(numbers).size]).toEqual([seed, 1]);
    const [number = null] = numbers;
    expect([seed, number !== null, noted?.number ?? null]).toEqual([seed, taken, number]);
    if (number !== null) expect(await readReceipt(table, number, api.now())).not.toBeNull();
    // Every fiftieth to its end: fully erased, or fully there.
    if (seed % 50 === 0) {
      const end = await memoryDurable().run((durable) =>
        eraseAccount(durable, { ...erasure.deps, table }, erasureId),
      );
      expect([seed, end, (await readAccount(table, accountId)) === null]).toEqual([
        seed,
        taken ? 'erased' : 'not-wanted',
        taken,
      ]);
      const claim = new GetCommand({ TableName: table.name, Key: addressClaimKey(account.email) });
      expect((await table.client.send(claim)).Item === undefined).toBe(taken);
    }
    return taken;
  });
  expect(outcomes).toHaveLength(interleavings);
  // The draw has let either win many times.
  for (const won of [true, false])
    expect(outcomes.filter((taken) => taken === won).length).toBeGreaterThan(100);
}, 180_000);
