import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';

export interface SignUpDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'signUp' | 'deleteUser' | 'findUser' | 'setPassword' | 'confirm'>;
  readonly now: Now;
  readonly newId: () => string;
  readonly readCodeSecret: ReadSecret;
  readonly passwordComposition: boolean;
}
