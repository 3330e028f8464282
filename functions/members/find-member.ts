import * as v from 'valibot';
import { type Account, accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { type Membership, membershipSchema } from '#functions/shared/company-item.ts';
import { accountKey, membershipKey } from '#functions/shared/table.ts';

/** A member of the caller's company with their account; null for whoever is in none or in another. */
export async function findMember(
  table: Table,
  companyId: string,
  accountId: string,
): Promise<{ membership: Membership; account: Account } | null> {
  const [membership, account] = await readMany(table, [
    membershipKey(companyId, accountId),
    accountKey(accountId),
  ]);
  if (membership === undefined || account === undefined) return null;
  return { membership: v.parse(membershipSchema, membership), account: v.parse(accountSchema, account) };
}
