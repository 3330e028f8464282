import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from './aws/table-client.ts';
import { accountStateSchema, timestampSchema } from './fields.ts';
import { accountKey } from './table.ts';

/** The choices of an idle timeout in minutes; null is "never". */
const sessionTimeoutSchema = v.nullable(v.picklist([15, 30, 60, 120]));

/** The account: the person across all companies. Read with every authenticated request, so it stays small. */
export const accountSchema = v.object({
  accountId: v.string(),
  email: v.string(),
  name: v.string(),
  company: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  timezone: v.nullable(v.string()),
  avatarUrl: v.nullable(v.string()),
  pendingEmail: v.nullable(v.object({ email: v.string(), expiresAt: timestampSchema })),
  /** Of the profile document; every change of what it shows raises it. */
  version: v.number(),
  state: accountStateSchema,
  sessionTimeoutMinutes: sessionTimeoutSchema,
  /** Sessions begun before this moment are ended, all by one write. */
  sessionsValidFrom: timestampSchema,
  /** The company that the next sign-in opens. */
  lastCompanyId: v.string(),
  /** When the address last changed: a new address can't delete the account for a day. */
  emailChangedAt: v.nullable(timestampSchema),
  createdAt: timestampSchema,
});
export type Account = v.InferOutput<typeof accountSchema>;

/** Reads an account, consistently; null when there is none. */
export async function readAccount(table: Table, accountId: string): Promise<Account | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: accountKey(accountId), ConsistentRead: true }),
  );
  return Item === undefined ? null : v.parse(accountSchema, Item);
}
