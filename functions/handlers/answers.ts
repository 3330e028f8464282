import {
  CallbackTimeoutException,
  InvalidParameterValueException,
  LambdaClient,
  ResourceNotFoundException,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda';
import { handleAnswers, type HandleAnswersDeps } from '#functions/erasure/handle-answers.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openQueues } from '#functions/shared/aws/message-queue.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment, required } from '#functions/shared/environment.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

const environment = readEnvironment(process.env);
const client = new LambdaClient(clientSettings());
const deps: HandleAnswersDeps = {
  table: openTable(environment.TABLE_NAME),
  refused: {
    client: openQueues(),
    url: required(environment.REFUSED_ANSWERS_QUEUE_URL, 'REFUSED_ANSWERS_QUEUE_URL'),
  },
  resume: async (CallbackId: string) => {
    try {
      await client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId }));
    } catch (error) {
      if (!isOver(error)) throw error;
    }
  },
  now: systemNow,
  logger: jsonLogger(),
};

/** Nobody waits there any more: the answer came before, or too late for this question. */
function isOver(error: unknown): boolean {
  return (
    error instanceof CallbackTimeoutException ||
    error instanceof ResourceNotFoundException ||
    error instanceof InvalidParameterValueException
  );
}

/** Takes the answers of data owners off their queue. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleAnswers(deps, event);
