import { readAccount } from '#functions/shared/account-item.ts';
import { listEmailReverts } from '#functions/shared/email-revert-item.ts';
import { firstCompanyName } from '#functions/shared/first-company.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
import type { Replacement } from './pseudonym.ts';

/**
 * What names the person, as long as the account is there. Null once it is gone: then every step before it was done.
 */
export async function readPerson(
  { table }: Pick<ErasureDeps, 'table'>,
  { accountId, pseudonym, number, formerly }: Claimed,
): Promise<Replacement | null> {
  const account = await readAccount(table, accountId);
  if (account === null) return null;
  const reverts = await listEmailReverts(table, accountId);
  const emails = new Set([
    account.email,
    ...formerly.emails,
    ...reverts.flatMap(({ oldEmail, newEmail }) => [oldEmail, newEmail]),
  ]);
  if (account.pendingEmail !== null) emails.add(account.pendingEmail.email);
  const callings = new Set([account.name, ...formerly.names]);
  const values = [
    ...[...callings].flatMap((name) => [name, firstCompanyName(name)]),
    ...[account.phone, account.confirmedPhone?.number].filter((number) => number != null),
  ];
  return { accountId, pseudonym, emails: [...emails], values, receipt: number };
}
