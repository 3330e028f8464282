import { type DurableContext, withDurableExecution } from '@aws/durable-execution-sdk-js';
import { runReset } from '#functions/data-reset/run-reset.ts';
import { askOwners, type Question } from '#functions/erasure/ask-owner.ts';
import type { Durable } from '#functions/erasure/durable.ts';
import { durableOf } from '#functions/erasure/durable-context.ts';
import { completeReceipt, eraseAccount } from '#functions/erasure/erase-account.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment, required } from '#functions/shared/environment.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { openRecordsTable } from '#functions/shared/records/open-records-table.ts';
import { erasureInputSchema } from '#functions/shared/start-erasure.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { erasureStores } from './erasure-stores.ts';

const environment = readEnvironment(process.env);
const logger = jsonLogger();
const deps = {
  table: openTable(environment.TABLE_NAME),
  records: openRecordsTable(required(environment.RECORDS_TABLE_NAME, 'RECORDS_TABLE_NAME')),
  ...erasureStores({
    userPool: required(environment.USER_POOL_ID, 'USER_POOL_ID'),
    photos: required(environment.AVATAR_BUCKET, 'AVATAR_BUCKET'),
    recordings: required(environment.RECORDINGS_BUCKET, 'RECORDINGS_BUCKET'),
    exports: required(environment.EXPORT_BUCKET, 'EXPORT_BUCKET'),
    archive: required(environment.ARCHIVE_BUCKET, 'ARCHIVE_BUCKET'),
  }),
  sleep,
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
