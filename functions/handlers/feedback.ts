import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { handleFeedback } from '#functions/email-problem/handle-feedback.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment } from '#functions/shared/environment.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';

const environment = readEnvironment(process.env);
const deps = {
  table: openTable(environment.TABLE_NAME),
  now: systemNow,
  newId,
  logger: jsonLogger(),
};

/** Takes SES's reports off their queue and marks the addresses that mail does not reach. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleFeedback(deps, event);
