import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { ProveDeps } from '#functions/shared/two-factor/prove-identity.ts';

/** What changes a deletion without a proof: cancelling it, and what happens by itself. */
export interface DeletionChangeDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

export interface DeletionDeps extends DeletionChangeDeps, ProveDeps {
  /** The product's records, to count what goes with the account's companies. */
  readonly records: Table;
  readonly pool: ProveDeps['pool'] & Pick<UserPool, 'revoke'>;
  readonly readCodeSecret: ReadSecret;
  /** How many days a deletion can be taken back: a stage's setting. */
  readonly graceDays: number;
  /** How many days the archive keeps what the law asks for, and the functions' logs are kept. */
  readonly archiveDays: number;
  readonly logDays: number;
}
