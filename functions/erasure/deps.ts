import type { Table } from '#functions/shared/aws/table-client.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Logger } from '#functions/shared/logger.ts';
import type { RecordsDeps } from '#functions/shared/records/deps.ts';
import type { Archive } from './archive.ts';

/** What erasing needs: everything that holds something of somebody. */
export interface ErasureDeps extends RecordsDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'deleteUser' | 'signOutEverywhere'>;
  readonly photos: { readonly delete: (path: string) => Promise<void> };
  /** Archives of exports, by account. */
  readonly exports: { readonly deleteBelow: (prefix: string) => Promise<void> };
  readonly archive: Archive;
  /** The stores that the product has registered. */
  readonly dataOwners: readonly string[];
  /** How many days the archive keeps what the law asks for. */
  readonly archiveDays: number;
  /** How many days the service's logs, which name account ids, are kept. */
  readonly logDays: number;
  readonly now: Now;
  readonly newId: () => string;
  readonly logger: Logger;
  /** How much longer this invocation may run, in milliseconds. */
  readonly timeLeft: () => number;
}
