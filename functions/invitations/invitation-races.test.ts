import { beforeAll, expect, test } from 'vitest';

import { acceptInvitation } from './accept-invitation.ts';
import { type Invitation, invitationIdOf, putInvitation } from './invitation-item.ts';
import { inviteMember } from './invite-member.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { claimAddress } from '#functions/shared/address-claim-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after, days } from '#functions/shared/clock.ts';
import { type Company, type Membership, readPlaces } from '#functions/shared/company-item.ts';
import { addMember, dropMembers, foundCompany } from '#functions/shared/company-writes.ts';
import { newId } from '#functions/shared/ids.ts';
import { deriveCode, linkToken } from '#functions/shared/mailed-code.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { startSession } from '#functions/shared/session/session-item.ts';
import { accountKey } from '#functions/shared/table.ts';
import { interleave, manyRounds, raceTable } from '#functions/testing/interleave.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';

/** One invitation, a thousand orders in which its uses, its withdrawal and their calls can reach the table. */
const interleavings = 1000;

const viewer = { ip: '203.0.113.7', browser: 'Firefox 141', os: 'Linux', device: 'desktop' } as const;

let api: TestApi;
let table: Table;
let ada: Account;
let anybody: Account;
beforeAll(async () => {
  api = await startTestApi();
  table = await raceTable(api.table);
  [ada, anybody] = [await person(), await person()];
});

async function person(): Promise<Account> {
  return (await readAccount(api.table, (await api.person()).accountId))!;
}

function startedSession(account: Account) {
  const { items, setCookie, session } = startSession(api.table.name, {
    id: newId(),
    accountId: account.accountId,
    companyId: account.lastCompanyId,
    refreshToken: null,
    viewer,
    now: api.now(),
    absoluteDays: 30,
  });
  return { items, held: { account, session, cookie: readSessionCookie([setCookie.split(';')[0] ?? ''])! } };
}

/** A new company of Ada with an open invitation for an account of its own, which has two sessions: in one write. */
async function invited() {
  const [companyId, eventId, createdAt, accountId] = [newId(), newId(), api.now().toISOString(), newId()];
  const account = { ...anybody, accountId, email: `${accountId}@example.test` };
  const invitation: Invitation = {
    companyId,
    invitationId: invitationIdOf(companyId, account.email),
    email: account.email,
    role: 'member',
    invitedBy: ada.accountId,
    inviterName: 'Ada Lovelace',
    eventId,
    createdAt,
    expiresAt: after(api.now(), days).toISOString(),
    acceptedAt: null,
  };
  const [first, second] = [startedSession(account), startedSession(account)];
  const company: Omit<Company, 'ipPolicy'> = {
    companyId,
    name: 'Race',
    createdAt,
    owners: 1,
    members: 1,
    version: 1,
  };
  const membership: Membership = {
    companyId,
    accountId: ada.accountId,
    role: 'owner',
    joinedAt: createdAt,
    lastSeenAt: null,
  };
  await commit(table, [
    ...foundCompany(table.name, company, ada.accountId),
    claimAddress(table.name, account.email, accountId),
    { Put: { TableName: table.name, Item: { ...accountKey(accountId), ...account } } },
    putInvitation(table.name, invitation),
    ...first.items,
    ...second.items,
  ]);
  const [secret] = await api.deps.readCodeSecret();
  const { invitationId } = invitation;
  const token = linkToken(companyId, invitationId, deriveCode(secret, 'invitation', eventId));
  const auth = { company, membership, account: ada } as unknown as Authenticated;
  return { accountId, auth, invitationId, token, sessions: [first.held, second.held] as const };
}

test('one invitation, used in parallel or withdrawn: a thousand interleavings, one member at most', async () => {
  const ends = new Set<string>();
  await manyRounds(interleavings, async (seed) => {
    const { accountId, auth, invitationId, token, sessions } = await invited();
    const [first, second] = sessions.map(
      (held) => (table: Table) => acceptInvitation({ ...api.deps, table }, { token, held, viewer }),
    );
    const revoke = (table: Table) => revokeInvitation({ ...api.deps, table }, { auth, invitationId, viewer });
    const withdraws = seed % 2 === 1;
    const { results } = await interleave<{ ok: boolean }>(table, seed, [
      first!,
      withdraws ? revoke : second!,
    ]);
    const { companyId } = auth.company;
    const [place] = await readPlaces(table, accountId, [companyId]);
    const [joined, other] = results.map(({ ok }) => ok);
    expect(place?.company.members ?? 1).toBe(place === undefined ? 1 : 2);
    if (withdraws) {
      // One of the two has happened, and not both.
      expect([joined, other]).toEqual([place !== undefined, place === undefined]);
    } else {
      // Both are told that they are in, or the second is told to ask again; one membership.
      expect(place?.membership.role).toBe('member');
      expect(joined === true || other === true).toBe(true);
    }
    ends.add([withdraws, joined, other].join());
  });
  expect(ends.size).toBeGreaterThan(2);
}, 120_000);

test('an admin who is removed while inviting has invited before it or not at all: a thousand interleavings', async () => {
  const ends = new Set<string>();
  await manyRounds(interleavings, async (seed) => {
    const { auth, accountId } = await invited();
    const { companyId } = auth.company;
    const role = 'admin' as const;
    const admin: Membership = {
      companyId,
      accountId,
      role,
      joinedAt: api.now().toISOString(),
      lastSeenAt: null,
    };
    await commit(table, addMember(table.name, admin));
    const inviting = { ...auth, membership: admin, account: { ...anybody, accountId } };
    const email = `${newId()}@example.test`;
    const { steps } = await interleave<unknown>(table, seed, [
      (table) => commit(table, dropMembers(table.name, [admin])),
      (table) => inviteMember({ ...api.deps, table }, { auth: inviting, email, role, viewer }),
    ]);
    const writes = steps.filter(({ command, ok }) => ok && command === 'TransactWriteCommand');
    expect(['0', '10']).toContain(writes.map(({ act }) => act).join(''));
    ends.add(writes.map(({ act }) => act).join(''));
  });
  expect(ends.size).toBe(2);
}, 120_000);
