import { accountCreated } from '#events/lifecycle/account-created.ts';
import type { Account } from './account-item.ts';
import { claimAddress } from './address-claim-item.ts';
import type { TransactItem } from './aws/transaction.ts';
import { recordEvent } from './event-item.ts';
import { noOwnIpPolicy } from './ip/policy.ts';
import { rememberBrowser } from './session/known-browser-item.ts';
import { accountKey } from './table.ts';
import type { Viewer } from './viewer.ts';

export interface NewAccount {
  readonly accountId: string;
  /** Proven. */
  readonly email: string;
  readonly name: string;
  readonly timezone: string | null;
  /** Their first company, which other writes of the same transaction make them a member of. */
  readonly company: { readonly id: string; readonly name: string };
  readonly eventId: string;
  readonly viewer: Viewer;
  readonly now: Date;
}

/**
 * The writes that make an account: its claim on the address, the account, the browser, which is no news at the
 * first sign-in, and the event. They fail when somebody has the address.
 */
export function createAccount(tableName: string, input: NewAccount): TransactItem[] {
  const { accountId, email, name, timezone, company, viewer, now } = input;
  const createdAt = now.toISOString();
  const account: Account = {
    accountId,
    email,
    name,
    company: null,
    phone: null,
    timezone,
    avatarUrl: null,
    pendingEmail: null,
    version: 1,
    state: 'active',
    sessionTimeoutMinutes: 30,
    sessionsValidFrom: createdAt,
    lastCompanyId: company.id,
    recovery: null,
    emailChangedAt: null,
    twoFactor: null,
    factorsChangedAt: null,
    factorAddedAt: null,
    ipAllowlist: noOwnIpPolicy,
    ipBypass: null,
    deletion: null,
    emailProblem: null,
    confirmedPhone: null,
    createdAt,
  };
  return [
    claimAddress(tableName, email, accountId),
    {
      Put: {
        TableName: tableName,
        Item: { ...accountKey(accountId), ...account },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    rememberBrowser(tableName, accountId, viewer, now),
    recordEvent(tableName, accountCreated, {
      id: input.eventId,
      now,
      accountId,
      companyId: company.id,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { email, name, companyName: company.name },
    }),
  ];
}
