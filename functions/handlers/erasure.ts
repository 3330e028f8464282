import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { type DurableContext, withDurableExecution } from '@aws/durable-execution-sdk-js';
import { photoStore } from '#functions/avatar/photo-store.ts';
import { runReset } from '#functions/data-reset/run-reset.ts';
import { archiveStore } from '#functions/erasure/archive.ts';
import { askOwners, type Question } from '#functions/erasure/ask-owner.ts';
import type { Durable } from '#functions/erasure/durable.ts';
import { durableOf } from '#functions/erasure/durable-context.ts';
import { completeReceipt, eraseAccount } from '#functions/erasure/erase-account.ts';
import { exportArchives } from '#functions/erasure/export-archives.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { userPoolAdmin } from '#functions/shared/aws/user-pool-admin.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment, required } from '#functions/shared/environment.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { openRecords } from '#functions/shared/records/open-records.ts';
import { erasureInputSchema } from '#functions/shared/start-erasure.ts';
import * as v from 'valibot';

const environment = readEnvironment(process.env);
const objects = { ...clientSettings(), forcePathStyle: true };
const logger = jsonLogger();
const deps = {
  ...openRecords(
    required(environment.RECORDS_TABLE_NAME, 'RECORDS_TABLE_NAME'),
    required(environment.RECORDINGS_BUCKET, 'RECORDINGS_BUCKET'),
  ),
  table: openTable(environment.TABLE_NAME),
  pool: userPoolAdmin(
    new CognitoIdentityProviderClient(clientSettings()),
    required(environment.USER_POOL_ID, 'USER_POOL_ID'),
  ),
  photos: photoStore(objects, required(environment.AVATAR_BUCKET, 'AVATAR_BUCKET'), newId),
  exports: exportArchives(objects, required(environment.EXPORT_BUCKET, 'EXPORT_BUCKET')),
  archive: archiveStore(objects, required(environment.ARCHIVE_BUCKET, 'ARCHIVE_BUCKET')),
  dataOwners: environment.DATA_OWNERS,
  archiveDays: environment.ARCHIVE_DAYS,
  logDays: environment.LOG_DAYS,
  now: systemNow,
  newId,
  logger,
};

/** Erases an account, or resets a company's data: a durable execution, which goes on after any kill. */
export const handler = withDurableExecution(async (event: unknown, context: DurableContext) => {
  const input = v.parse(erasureInputSchema, event);
  const timeLeft = () => context.lambdaContext.getRemainingTimeInMillis();
  if (input.kind === 'account') {
    return eraseAccount(durableOf(context, logger), { ...deps, timeLeft }, input.erasureId);
  }
  const ofReset = {
    ...deps,
    timeLeft,
    askOwners: (branch: Durable, read: () => Promise<Question>) =>
      askOwners(branch, { ...deps, timeLeft }, read),
    completeReceipt: (done: Parameters<typeof completeReceipt>[1]) => completeReceipt(deps, done),
  };
  return runReset(durableOf(context, logger), ofReset, input);
});
