import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';

export interface PasswordResetDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'setPassword' | 'signOutEverywhere'>;
  readonly now: Now;
  readonly newId: () => string;
  readonly readCodeSecret: ReadSecret;
  readonly passwordComposition: boolean;
}
