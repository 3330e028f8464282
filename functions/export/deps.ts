import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Logger } from '#functions/shared/logger.ts';
import type { RecordsDeps } from '#functions/shared/records/deps.ts';
import type { ArchiveStore } from './archive-store.ts';

/** What asking for an export and downloading it need. */
export interface ExportDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly archives: Pick<ArchiveStore, 'link'>;
}

/** What packing needs: everything that is read, a folder for the file, and where that goes. */
export interface PackDeps extends Omit<ExportDeps, 'archives'>, Pick<RecordsDeps, 'records' | 'recordings'> {
  readonly archives: Pick<ArchiveStore, 'put' | 'delete'>;
  /** Reads the profile photo by its path on the site; null when there is none. */
  readonly readPhoto: (path: string) => Promise<Uint8Array | null>;
  /** Where the zip grows; it is deleted when it is stored. */
  readonly folder: string;
  readonly productName: string;
  readonly logger: Logger;
}
