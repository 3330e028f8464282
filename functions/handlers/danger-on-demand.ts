import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { dataResetOperations } from '#functions/data-reset/operations.ts';
import { deletionOperations } from '#functions/deletion/operations.ts';
import type { ArchiveStore } from '#functions/export/archive-store.ts';
import { exportOperations } from '#functions/export/operations.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { userPool } from '#functions/shared/aws/user-pool.ts';
import type { BoundOperation } from '#functions/shared/chain/request-state.ts';
import { erasureStarter } from '#functions/shared/start-erasure.ts';
import type { Composition } from './compose.ts';

/** The names of what these operations work on, from the environment of the function. */
export interface Named {
  readonly exportBucket: string;
  readonly recordsTable: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly erasureFunction: string;
}

/** What `danger` loads when somebody first asks for it: deletion, reset, export, and Cognito to prove who asks. */
export function dangerOperationsOnDemand(
  { deps: composed, environment, readSecret }: Composition,
  { exportBucket, recordsTable, userPoolId, clientId, erasureFunction }: Named,
): BoundOperation[] {
  const startErasure = erasureStarter(erasureFunction);
  const openArchives = archivesOf(exportBucket);
  const deps = {
    ...composed,
    pool: userPool({
      client: new CognitoIdentityProviderClient(clientSettings()),
      userPoolId,
      clientId,
      readClientSecret: readSecret('USER_POOL_CLIENT_SECRET_ID'),
    }),
    readCodeSecret: readSecret('CODE_SECRET_ID'),
    graceDays: environment.DELETION_GRACE_DAYS,
    archiveDays: environment.ARCHIVE_DAYS,
    logDays: environment.LOG_DAYS,
    records: openTable(recordsTable),
    startReset: (task: { companyId: string; jobId: string }) => startErasure({ kind: 'data-reset', ...task }),
    archives: {
      link: async (key: string, seconds: number) => (await openArchives()).link(key, seconds),
    },
  };
  return [...deletionOperations(deps), ...dataResetOperations(deps), ...exportOperations(deps)];
}

/** S3's client is much of the code, and of all operations only a download needs it. */
function archivesOf(bucket: string): () => Promise<ArchiveStore> {
  let opened: ArchiveStore | undefined;
  return async () => {
    const { openArchives } = await import('#functions/export/archive-store.ts');
    opened ??= openArchives(bucket);
    return opened;
  };
}
