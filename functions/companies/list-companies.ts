import type { Table } from '#functions/shared/aws/table-client.ts';
import { type CompanyOfAccount, listMemberships, nameCompanies } from '#functions/shared/company-item.ts';

/** The companies of an account by name, each with the account's role in it. */
export async function listCompanies(table: Table, accountId: string): Promise<CompanyOfAccount[]> {
  const memberships = await listMemberships(table, accountId);
  const reads = [];
  for (let first = 0; first < memberships.length; first += 100) {
    reads.push(nameCompanies(table, memberships.slice(first, first + 100)));
  }
  const companies = (await Promise.all(reads)).flat();
  return companies.sort((a, b) => a.name.localeCompare(b.name));
}
