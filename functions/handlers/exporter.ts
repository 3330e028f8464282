import { S3Client } from '@aws-sdk/client-s3';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { tmpdir } from 'node:os';
import { archiveStore } from '#functions/export/archive-store.ts';
import type { PackDeps } from '#functions/export/deps.ts';
import { handleBatch } from '#functions/export/handle-batch.ts';
import { photoReader } from '#functions/export/photo-reader.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment, required } from '#functions/shared/environment.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { openRecords } from '#functions/shared/records/open-records.ts';

const environment = readEnvironment(process.env);
const s3 = { ...clientSettings(), forcePathStyle: true };
const deps: PackDeps = {
  table: openTable(environment.TABLE_NAME),
  ...openRecords(
    required(environment.RECORDS_TABLE_NAME, 'RECORDS_TABLE_NAME'),
    required(environment.RECORDINGS_BUCKET, 'RECORDINGS_BUCKET'),
  ),
  archives: archiveStore(
    // An archive of gigabytes takes longer than a call may otherwise.
    new S3Client({ ...s3, requestHandler: { connectionTimeout: 1000, requestTimeout: 600_000 } }),
    required(environment.EXPORT_BUCKET, 'EXPORT_BUCKET'),
  ),
  readPhoto: photoReader(new S3Client(s3), required(environment.AVATAR_BUCKET, 'AVATAR_BUCKET')),
  folder: tmpdir(),
  productName: environment.PRODUCT_NAME,
  now: systemNow,
  newId,
  logger: jsonLogger(),
};

/** Packs exports: takes requests off its queue, stores the archives, ends the jobs. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(deps, event);
