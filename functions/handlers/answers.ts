import {
  CallbackTimeoutException,
  InvalidParameterValueException,
  LambdaClient,
  ResourceNotFoundException,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda';
import { takeAnswer } from '#functions/erasure/take-answer.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment } from '#functions/shared/environment.ts';
import { describeFault, jsonLogger } from '#functions/shared/logger.ts';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';

const client = new LambdaClient(clientSettings());
const logger = jsonLogger();
const deps = {
  table: openTable(readEnvironment(process.env).TABLE_NAME),
  resume: async (CallbackId: string) => {
    try {
      await client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId }));
    } catch (error) {
      if (!isOver(error)) throw error;
    }
  },
  now: systemNow,
  logger,
};

const messageSchema = v.pipe(v.string(), v.parseJson(), v.object({ detail: v.unknown() }));

/** Nobody waits there any more: the answer came before, or too late for this question. */
function isOver(error: unknown): boolean {
  return (
    error instanceof CallbackTimeoutException ||
    error instanceof ResourceNotFoundException ||
    error instanceof InvalidParameterValueException
  );
}

/** Takes the answers of data owners from their queue; what could not be taken comes again. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      await takeAnswer(deps, v.parse(messageSchema, body).detail);
    } catch (error) {
      logger.error('An answer of a data owner was not taken', describeFault(error));
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
