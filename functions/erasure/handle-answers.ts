import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { type MessageQueue, sendMessages } from '#functions/shared/aws/message-queue.ts';
import { describeFault, type Logger } from '#functions/shared/logger.ts';
import { takeAnswer, type TakeAnswerDeps } from './take-answer.ts';

export interface HandleAnswersDeps extends TakeAnswerDeps {
  /** The dead letters of the answers. */
  readonly refused: MessageQueue;
  readonly logger: Logger;
}

const messageSchema = v.pipe(v.string(), v.parseJson(), v.object({ detail: v.unknown() }));

/**
 * Takes the answers of data owners from their queue. What could not be taken comes again. What is no answer to anything
 * that was asked lies among the dead letters with the reason, and its owner is asked again in time.
 */
export async function handleAnswers(
  deps: HandleAnswersDeps,
  { Records }: Pick<SQSEvent, 'Records'>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      await handle(deps, messageId, body);
    } catch (error) {
      deps.logger.error('An answer of a data owner was not taken', {
        requestId: messageId,
        ...describeFault(error),
      });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

async function handle(deps: HandleAnswersDeps, messageId: string, body: string): Promise<void> {
  const message = v.safeParse(messageSchema, body);
  const outcome = await takeAnswer(deps, message.success ? message.output.detail : undefined);
  if (outcome.ok) return;
  const { reason, path } = outcome;
  await sendMessages(deps.refused, [{ body, attributes: { reason, ...(path === null ? {} : { path }) } }]);
  deps.logger.error('An answer of a data owner was refused', { requestId: messageId, reason });
}
