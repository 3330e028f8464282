import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';

import { type Account, readAccount } from '#functions/shared/account-item.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { Company, Membership } from '#functions/shared/company-item.ts';
import { addMember } from '#functions/shared/company-writes.ts';
import type { Role } from '#functions/shared/fields.ts';
import { newId } from '#functions/shared/ids.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { companyKey } from '#functions/shared/table.ts';
import { interleave, manyRounds, raceTable } from '#functions/testing/interleave.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { changeMemberRole } from './change-member-role.ts';
import { removeMember } from './remove-member.ts';

/** The rules of owners and of removed members, each under a thousand orders in which the calls can reach the table. */
const interleavings = 1000;

let api: TestApi;
let table: Table;
let people: Account[];
const viewer = { ip: '203.0.113.7', browser: 'Firefox 141', os: 'Linux', device: 'desktop' } as const;
beforeAll(async () => {
  api = await startTestApi();
  table = await raceTable(api.table);
  people = [];
  for (let person = 0; person < 3; person += 1) {
    const { accountId } = await api.person();
    people.push((await readAccount(api.table, accountId))!);
  }
});

/** A new company with these roles for the three people, in one write, and the people as the request chain lets them in. */
async function company(...roles: [Role, Role, Role]): Promise<[Authenticated, Authenticated, Authenticated]> {
  const companyId = newId();
  const createdAt = api.now().toISOString();
  const owners = roles.filter((role) => role === 'owner').length;
  const counted: Omit<Company, 'ipPolicy'> = {
    companyId,
    name: 'Race',
    createdAt,
    owners,
    members: 3,
    version: 1,
  };
  const memberships = people.map(({ accountId }, index): Membership => {
    const role = roles[index] ?? 'member';
    return { companyId, accountId, role, joinedAt: createdAt, lastSeenAt: null };
  });
  await commit(table, [
    { Put: { TableName: table.name, Item: { ...companyKey(companyId), ...counted } } },
    ...memberships.map((membership) => addMember(table.name, membership)[0]),
  ]);
  return people.map((account, index) => ({
    account,
    company: counted,
    membership: memberships[index],
  })) as unknown as [Authenticated, Authenticated, Authenticated];
}

/** What a company's item counts, and who is in it: owners and members. */
async function read(companyId: string): Promise<{ counted: number[]; members: Membership[] }> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': companyKey(companyId).pk },
    }),
  );
  const [item, ...members] = Items as [Company, ...Membership[]];
  return { counted: [item.owners, item.members], members };
}

const depsOver = (table: Table) => ({ table, now: api.now, newId });

test('owners who demote and remove each other leave one: a thousand interleavings', async () => {
  const outcomes = await manyRounds(interleavings, async (seed) => {
    const [one, two] = await company('owner', 'owner', 'member');
    const attack = (auth: Authenticated, victim: Authenticated, removes: boolean) => (table: Table) => {
      const memberId = victim.account.accountId;
      return removes
        ? removeMember(depsOver(table), { auth, memberId, viewer })
        : changeMemberRole(depsOver(table), { auth, memberId, role: 'member', viewer });
    };
    const stepDown = (auth: Authenticated) => (table: Table) =>
      changeMemberRole(depsOver(table), { auth, memberId: auth.account.accountId, role: 'admin', viewer });
    const { results } = await interleave(table, seed, [
      attack(one, two, seed % 2 === 0),
      attack(two, one, seed % 3 === 0),
      ...(seed % 5 === 0 ? [stepDown(one), stepDown(two)] : []),
    ]);
    const { companyId } = one.company;
    const { counted, members } = await read(companyId);
    const owners = members.filter(({ role }) => role === 'owner').length;
    return { counted, actual: [owners, members.length], won: results.filter(({ ok }) => ok).length };
  });
  expect(outcomes).toHaveLength(interleavings);
  for (const { counted, actual, won } of outcomes) {
    expect(actual[0]).toBeGreaterThan(0);
    expect(counted).toEqual(actual);
    expect(won).toBeGreaterThan(0);
  }
  // The draw has found more than one way for it to end.
  expect(new Set(outcomes.map(({ actual, won }) => [...actual, won].join())).size).toBeGreaterThan(2);
}, 120_000);

test('a member who is removed while acting changes nothing after it: a thousand interleavings', async () => {
  const overtaken = await manyRounds(interleavings, async (seed) => {
    const [owner, admin, third] = await company('owner', 'admin', 'member');
    const memberId = third.account.accountId;
    const acts = [
      (table: Table) => changeMemberRole(depsOver(table), { auth: admin, memberId, role: 'admin', viewer }),
      (table: Table) => removeMember(depsOver(table), { auth: admin, memberId, viewer }),
    ] as const;
    const remove = (table: Table) =>
      removeMember(depsOver(table), { auth: owner, memberId: admin.account.accountId, viewer });
    const { results, steps } = await interleave<{ ok: boolean }>(table, seed, [
      remove,
      acts[seed % acts.length]!,
    ]);
    expect(results[0]?.ok).toBe(true);
    const writes = steps.filter(({ command, ok }) => ok && command === 'TransactWriteCommand');
    const removed = writes.findIndex(({ act }) => act === 0);
    expect(writes.slice(removed + 1)).toEqual([]);
    return results[1]?.ok === false;
  });
  expect(overtaken.filter(Boolean).length).toBeGreaterThan(interleavings / 10);
  expect(overtaken.filter((late) => !late).length).toBeGreaterThan(interleavings / 10);
}, 120_000);
