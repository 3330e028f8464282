import * as v from 'valibot';
import { type Account, accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { listMembers as readMembers, type Membership } from '#functions/shared/company-item.ts';
import { accountKey } from '#functions/shared/table.ts';
import type { Member } from './contract.ts';
import { memberDocument } from './member-document.ts';

/** The roster of the viewer's company by name: one query, and a read for each hundred people. */
export async function listMembers(table: Table, viewer: Membership): Promise<Member[]> {
  const memberships = await readMembers(table, viewer.companyId);
  const reads: Promise<Account[]>[] = [];
  for (let first = 0; first < memberships.length; first += 100) {
    reads.push(readAccounts(table, memberships.slice(first, first + 100)));
  }
  const accounts = new Map((await Promise.all(reads)).flat().map((account) => [account.accountId, account]));
  const members = memberships.flatMap((membership) => {
    const account = accounts.get(membership.accountId);
    return account === undefined ? [] : [memberDocument(account, membership, viewer)];
  });
  return members.sort((a, b) => a.name.localeCompare(b.name));
}

async function readAccounts(table: Table, members: readonly Membership[]): Promise<Account[]> {
  const items = await readMany(
    table,
    members.map(({ accountId }) => accountKey(accountId)),
  );
  return items.flatMap((item) => (item === undefined ? [] : v.parse(accountSchema, item)));
}
