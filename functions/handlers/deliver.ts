import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { DeliverDeps } from '#functions/deliver/deps.ts';
import { handleBatch } from '#functions/deliver/handle-batch.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment } from '#functions/shared/environment.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { composeSenders } from './senders.ts';

function compose(): DeliverDeps {
  const environment = readEnvironment(process.env);
  const deps = { table: openTable(environment.TABLE_NAME), now: systemNow, newId, logger: jsonLogger() };
  return {
    ...deps,
    senders: composeSenders(environment, deps),
    productName: environment.PRODUCT_NAME,
    siteUrl: environment.SITE_URL,
  };
}

const deps = compose();

/** Delivers notifications: into inboxes, and to the channels that their receivers chose. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(deps, event);
