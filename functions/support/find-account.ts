import { type Account, readAccount } from '#functions/shared/account-item.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { type PendingSignUp, readAddress } from '#functions/shared/pending-sign-up-item.ts';

/** What is behind an address or an id: an account, a sign-up that waits for its confirmation, or nothing. */
export interface Found {
  readonly account: Account | null;
  /** Only by address, and only where there is no account. */
  readonly pending: (PendingSignUp & { readonly email: string }) | null;
}

/**
 * Finds an account by its id or its address, also by one that it had before and can still be restored. Support only:
 * the API never tells whether an address is known.
 */
export async function findAccount(table: Table, who: string): Promise<Found> {
  if (!who.includes('@')) return { account: await readAccount(table, who), pending: null };
  const email = who.trim().toLowerCase();
  const { claim, pending } = await readAddress(table, email);
  if (claim !== null) return { account: await readAccount(table, claim.accountId), pending: null };
  return { account: null, pending: pending === null ? null : { ...pending, email } };
}
