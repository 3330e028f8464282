import { readAccount } from '#functions/shared/account-item.ts';
import type { EmailChangeDeps } from './deps.ts';

/**
 * Moves a user to a proven address in Cognito. A user that stands in the way without an account was begun by
 * a sign-up nobody confirmed, while the caller has proven the mailbox: it gives way. False when the address
 * is another account's.
 */
export async function moveAddress(
  deps: Pick<EmailChangeDeps, 'table' | 'pool'>,
  accountId: string,
  email: string,
): Promise<boolean> {
  if (await deps.pool.moveToAddress(accountId, email)) return true;
  const other = await deps.pool.findUser(email);
  if (other === null || other === accountId) return deps.pool.moveToAddress(accountId, email);
  if ((await readAccount(deps.table, other)) !== null) return false;
  await deps.pool.deleteUser(other);
  return deps.pool.moveToAddress(accountId, email);
}
