import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from './aws/table-client.ts';
import { deletionSchema } from './deletion-state.ts';
import { accountStateSchema, sessionTimeoutSchema, timestampSchema } from './fields.ts';
import { confirmedPhoneSchema, emailProblemSchema } from './reachability.ts';
import { recoverySchema } from './recovery-state.ts';
import { ipBypassSchema, noOwnIpPolicy, ownIpPolicySchema } from './ip/policy.ts';
import { accountKey } from './table.ts';

/**
 * Two-factor as our own registry has it, which decides whatever Cognito answers. `removing`: switched off, while
 * the authenticator's secret is still being removed from Cognito; nobody may enrol another one until it is gone.
 */
const twoFactorSchema = v.nullable(
  v.variant('status', [
    v.object({ status: v.literal('on'), since: timestampSchema }),
    v.object({ status: v.literal('removing'), at: timestampSchema }),
  ]),
);

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
  recovery: v.optional(v.nullable(recoverySchema), null),
  /** When the address last changed: a new address can't delete the account for a day. */
  emailChangedAt: v.nullable(timestampSchema),
  twoFactor: v.optional(twoFactorSchema, null),
  /** When a factor (authenticator, recovery codes, passkey) was last added, replaced or removed. */
  factorsChangedAt: v.optional(v.nullable(timestampSchema), null),
  /** When the newest factor was added: it can't remove an older one for a day. */
  factorAddedAt: v.optional(v.nullable(timestampSchema), null),
  /** Which IP list of the person's own counts; the list is an item of its own. */
  ipAllowlist: v.optional(ownIpPolicySchema, noOwnIpPolicy),
  ipBypass: v.optional(v.nullable(ipBypassSchema), null),
  deletion: v.optional(v.nullable(deletionSchema), null),
  /** That mail to an address could not be delivered; of no matter once the account has another one. */
  emailProblem: v.optional(v.nullable(emailProblemSchema), null),
  /** The number that text messages may go to, as long as it is the profile's. */
  confirmedPhone: v.optional(v.nullable(confirmedPhoneSchema), null),
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
