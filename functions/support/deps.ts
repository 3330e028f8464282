import type { Account } from '#functions/shared/account-item.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';

export interface SupportDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'removeAuthenticator' | 'signOutEverywhere'>;
  readonly now: Now;
  readonly newId: () => string;
}

/** Who acts, and why: both stand in the person's security log, where the person reads them. */
export interface Operator {
  readonly operator: string;
  readonly reason: string;
}

/** Something to be done to an account, by somebody, for a reason. */
export interface SupportCommand {
  readonly account: Account;
  readonly by: Operator;
}
