import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { dataResetOperations } from '#functions/data-reset/operations.ts';
import { deletionOperations } from '#functions/deletion/operations.ts';
import type { ArchiveStore } from '#functions/export/archive-store.ts';
import { exportOperations } from '#functions/export/operations.ts';
import { jobOperations } from '#functions/jobs/operations.ts';
import { receiptOperations } from '#functions/receipts/operations.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { userPool } from '#functions/shared/aws/user-pool.ts';
import { required } from '#functions/shared/environment.ts';
import { erasureStarter } from '#functions/shared/start-erasure.ts';
import { apiHandler, composition } from './compose.ts';

const composed = composition();
const { environment, readSecret } = composed;

const exportBucket = required(environment.EXPORT_BUCKET, 'EXPORT_BUCKET');
let opened: ArchiveStore | undefined;

/** S3's client is much of the code, and of all operations only a download needs it. */
async function openArchives(): Promise<ArchiveStore> {
  const [{ S3Client }, { archiveStore }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('#functions/export/archive-store.ts'),
  ]);
  opened ??= archiveStore(new S3Client({ ...clientSettings(), forcePathStyle: true }), exportBucket);
  return opened;
}

const startErasure = erasureStarter(required(environment.ERASURE_FUNCTION, 'ERASURE_FUNCTION'));

const deps = {
  ...composed.deps,
  pool: userPool({
    client: new CognitoIdentityProviderClient(clientSettings()),
    userPoolId: required(environment.USER_POOL_ID, 'USER_POOL_ID'),
    clientId: required(environment.USER_POOL_CLIENT_ID, 'USER_POOL_CLIENT_ID'),
    readClientSecret: readSecret('USER_POOL_CLIENT_SECRET_ID'),
  }),
  readCodeSecret: readSecret('CODE_SECRET_ID'),
  graceDays: environment.DELETION_GRACE_DAYS,
  archiveDays: environment.ARCHIVE_DAYS,
  logDays: environment.LOG_DAYS,
  records: openTable(required(environment.RECORDS_TABLE_NAME, 'RECORDS_TABLE_NAME')),
  startReset: (task: { companyId: string; jobId: string }) => startErasure({ kind: 'data-reset', ...task }),
  archives: {
    link: async (key: string, seconds: number) => (await openArchives()).link(key, seconds),
  },
};

/** What can't be undone, each with a proof of who asks, and what tells of it. */
export const handler = apiHandler(composed, [
  ...deletionOperations(deps),
  ...receiptOperations(deps),
  ...dataResetOperations(deps),
  ...exportOperations(deps),
  ...jobOperations(deps),
]);
