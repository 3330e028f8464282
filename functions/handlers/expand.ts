import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type ExpandDeps, runBounds } from '#functions/expand/deps.ts';
import { handleBatch } from '#functions/expand/handle-batch.ts';
import { openQueues } from '#functions/shared/aws/message-queue.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment, required } from '#functions/shared/environment.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';

function compose(): ExpandDeps {
  const environment = readEnvironment(process.env);
  const client = openQueues();
  const queue = (name: 'REQUEST_QUEUE_URL' | 'REFUSED_QUEUE_URL' | 'DELIVERY_QUEUE_URL') => ({
    client,
    url: required(environment[name], name),
  });
  return {
    table: openTable(environment.TABLE_NAME),
    now: systemNow,
    newId,
    logger: jsonLogger(),
    requests: queue('REQUEST_QUEUE_URL'),
    deliveries: queue('DELIVERY_QUEUE_URL'),
    refused: queue('REFUSED_QUEUE_URL'),
    ...runBounds,
  };
}

const deps = compose();

/** Takes requests for notifications off their queue, and writes out the deliveries. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(deps, event);
