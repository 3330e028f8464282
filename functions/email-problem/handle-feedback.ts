import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { describeFault, type Logger } from '#functions/shared/logger.ts';
import type { EmailProblemDeps } from './deps.ts';
import { feedbackSchema, problemsIn } from './feedback.ts';
import { markProblem } from './mark-problem.ts';

export interface HandleFeedbackDeps extends EmailProblemDeps {
  readonly logger: Logger;
}

const messageSchema = v.pipe(v.string(), v.parseJson(), feedbackSchema);

/**
 * Takes in what SES reports of mails: marks addresses that bounced for good or complained. A report that fails, or
 * can't be read, is answered alone as failed and comes again; to mark twice is to mark once.
 */
export async function handleFeedback(
  deps: HandleFeedbackDeps,
  batch: Pick<SQSEvent, 'Records'>,
): Promise<SQSBatchResponse> {
  const failures: string[] = [];
  for (const { messageId, body } of batch.Records) {
    try {
      for (const problem of problemsIn(v.parse(messageSchema, body))) {
        const accountId = await markProblem(deps, problem);
        deps.logger.info('Mail did not get through', {
          requestId: messageId,
          reason: problem.kind,
          ...(accountId === null ? {} : { accountId }),
        });
      }
    } catch (error) {
      deps.logger.error('Feedback not taken in', { requestId: messageId, ...describeFault(error) });
      failures.push(messageId);
    }
  }
  return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
}
