import { Duration } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Stage } from '../config.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { IdentityStack } from '../stacks/identity-stack.ts';
import type { AccountFunctionProps } from './account-function.ts';
import { executionsOf, startExecutions } from './erasure-functions.ts';
import { belowPath } from './exporter.ts';
import { proveUsers, readObjects, readSecrets, readTable, useTable } from './grants.ts';

export interface DangerProps {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly identity: IdentityStack;
  /** What it starts for a data reset, at once. */
  readonly erasure: Function;
  /** What every function reads that answers requests and proves people. */
  readonly api: Readonly<Record<string, string>>;
}

/** What can't be undone: it counts and schedules, and leaves the erasing to the function that it starts. */
export function dangerShape({
  stage,
  data,
  identity,
  erasure,
  api,
}: DangerProps): Omit<AccountFunctionProps, 'name' | 'logDays'> {
  return {
    description: 'Deletion, reset, export, receipts: the table, counts of records, and proofs of who asks',
    environment: {
      ...api,
      DELETION_GRACE_DAYS: String(stage.deletionGraceDays),
      // A preflight says until when things are kept.
      ARCHIVE_DAYS: String(stage.archiveDays),
      LOG_DAYS: String(stage.logDays),
      RECORDS_TABLE_NAME: data.records.table.tableName,
      EXPORT_BUCKET: data.records.exports.bucketName,
      ERASURE_FUNCTION: erasure.currentVersion.functionArn,
      USER_POOL_ID: identity.userPool.userPoolId,
      USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
      USER_POOL_CLIENT_SECRET_ID: identity.clientSecret.secretArn,
    },
    grants: [
      ...useTable(data.table),
      proveUsers(identity.userPool),
      readTable(data.records.table),
      readObjects(data.records.exports, 'exports'),
      readSecrets(data.originSecret, data.codeSecret, identity.clientSecret),
      startExecutions(erasure),
    ],
    wildcards: { ...belowPath(data, data.records.exports, 'exports'), ...executionsOf(erasure) },
    // As of every function that answers requests (functions.ts).
    timeout: Duration.seconds(15),
  };
}
