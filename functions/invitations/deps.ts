import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';

/** What inviting needs: the table alone. */
export interface InvitationsDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

/** What accepting needs besides: it may make a user. */
export interface AcceptDeps extends InvitationsDeps {
  readonly pool: Pick<UserPool, 'signUp' | 'confirm' | 'findUser' | 'deleteUser' | 'provePassword'>;
  readonly readCodeSecret: ReadSecret;
  readonly passwordComposition: boolean;
  readonly absoluteDays: number;
}
