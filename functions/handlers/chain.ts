import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { handleBatch } from '#functions/log-chain/handle-batch.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { readEnvironment } from '#functions/shared/environment.ts';
import { jsonLogger } from '#functions/shared/logger.ts';

const deps = { table: openTable(readEnvironment(process.env).TABLE_NAME), logger: jsonLogger() };

/** Takes events off their queue, and links their lines into the chains of the logs that they stand in. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(deps, event);
