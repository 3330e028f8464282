import { Size } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { accountKey, eventKey } from '#functions/shared/table.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { AccountFunctionProps } from './account-function.ts';
import { exporterTimeout } from './export-queue.ts';
import {
  listBuckets,
  readIndex,
  readObjects,
  readTable,
  storeObjects,
  updatePartitions,
  putPartitions,
} from './grants.ts';
import { exportName } from './template-names.ts';

/** The finding of cdk-nag for a grant of a whole path, and why that is right here. */
export function belowPath(data: DataStack, { bucketArn }: Bucket, path: string): Record<string, string> {
  return {
    [`AwsSolutions-IAM5[Resource::${exportName(data, bucketArn)}/${path}/*]`]:
      'Objects are named by whom they belong to, and have ids; all are below this path.',
  };
}

/** The function that packs exports: it reads all that is stored about a person, and changes its job alone. */
export function exporterShape(
  data: DataStack,
  common: Readonly<Record<string, string>>,
): Omit<AccountFunctionProps, 'name' | 'logDays'> {
  const { avatars, table, records } = data;
  return {
    description: 'Exports: reads what is stored about a person, stores the archive',
    environment: {
      ...common,
      AVATAR_BUCKET: avatars.bucketName,
      RECORDS_TABLE_NAME: records.table.tableName,
      RECORDINGS_BUCKET: records.recordings.bucketName,
      EXPORT_BUCKET: records.exports.bucketName,
    },
    grants: [
      readTable(table),
      readIndex(table),
      updatePartitions(table, accountKey('').pk),
      putPartitions(table, eventKey('', '').pk),
      readTable(records.table),
      readObjects(avatars, 'avatars'),
      readObjects(records.recordings, 'recordings'),
      // Without it S3 answers that it may not say, where there is no object.
      listBuckets(avatars, records.recordings),
      storeObjects(records.exports, 'exports'),
    ],
    wildcards: {
      ...belowPath(data, avatars, 'avatars'),
      ...belowPath(data, records.recordings, 'recordings'),
      ...belowPath(data, records.exports, 'exports'),
    },
    timeout: exporterTimeout,
    // S3 takes archives of 5 GB at once.
    storage: Size.gibibytes(6),
  };
}
