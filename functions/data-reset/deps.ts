import type { Table } from '#functions/shared/aws/table-client.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Logger } from '#functions/shared/logger.ts';
import type { RecordsDeps } from '#functions/shared/records/deps.ts';
import type { ProveDeps } from '#functions/shared/two-factor/prove-identity.ts';

export interface DataResetDeps extends ProveDeps, Pick<RecordsDeps, 'records'> {
  readonly table: Table;
  readonly now: Now;
  readonly pool: ProveDeps['pool'] & Pick<UserPool, 'revoke'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Begins the workflow at once; when that fails, the due item of the reset begins it within a minute. */
  readonly startReset: (task: { readonly companyId: string; readonly jobId: string }) => Promise<void>;
}
