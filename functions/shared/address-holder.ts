import { parse } from 'valibot';
import { type Account, accountSchema } from './account-item.ts';
import { parseClaim } from './address-claim-item.ts';
import { readMany } from './aws/read-many.ts';
import type { Table } from './aws/table-client.ts';
import type { TransactItem } from './aws/transaction.ts';
import { accountKey, addressClaimKey, callCountKey } from './table.ts';

/**
 * The account whose address this is, unless it is disabled; null when it is nobody's. `nobodysId` is any id
 * without an account: for an unknown address the same reads are made (ASVS 6.3.8).
 */
export async function readHolder(table: Table, email: string, nobodysId: string): Promise<Account | null> {
  const [claimItem] = await readMany(table, [addressClaimKey(email)]);
  const claim = parseClaim(claimItem);
  const [accountItem] = await readMany(table, [accountKey(claim?.accountId ?? nobodysId)]);
  const account = accountItem === undefined ? null : parse(accountSchema, accountItem);
  return account?.email === email && account.state !== 'disabled' ? account : null;
}

/** As much work as recording an event, with nothing recorded: it is swept at once. */
export function decoyEvent(tableName: string, id: string): TransactItem {
  return { Put: { TableName: tableName, Item: { ...callCountKey('decoy', id, 0), expiresAtSeconds: 1 } } };
}
