import { parse } from 'valibot';
import type { Recipient } from '#events/recipients.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { listMembers } from '#functions/shared/company-item.ts';
import type { Role } from '#functions/shared/fields.ts';
import { accountKey } from '#functions/shared/table.ts';

/** More are not mailed: an event has to stay small, and so many need no telling. */
const mostRecipients = 50;

/** Those of a company who are mailed about its restrictions: its members with one of these roles. */
export async function recipientsOf(
  table: Table,
  companyId: string,
  roles: readonly Role[],
): Promise<Recipient[]> {
  const members = (await listMembers(table, companyId)).filter(({ role }) => roles.includes(role));
  const some = members.slice(0, mostRecipients);
  if (some.length === 0) return [];
  const accounts = await readMany(
    table,
    some.map(({ accountId }) => accountKey(accountId)),
  );
  return accounts.flatMap((item) => {
    if (item === undefined) return [];
    const { email, name, timezone } = parse(accountSchema, item);
    return [{ email, name, timezone }];
  });
}
