import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { envelopeSchema, eventSource } from '#events/envelope.ts';
import { describeFault } from '#functions/shared/logger.ts';
import type { MailerSettings } from './mail-settings.ts';
import { sendMails, type SendMailsDeps } from './send-mails.ts';

export interface HandleBatchDeps extends Omit<SendMailsDeps, 'settings'> {
  /** Reads the settings; the code secret among them may be rotated while the function lives. */
  readonly settings: () => Promise<MailerSettings>;
}

const busEventSchema = v.object({ source: v.literal(eventSource), detail: envelopeSchema });
const messageSchema = v.pipe(v.string(), v.parseJson(), busEventSchema);

/**
 * Sends the mails of a batch of queued events. A message that fails, or can't be read at all, is answered alone
 * as failed: SQS delivers it again, at last to the dead-letter queue, while the others are done with.
 */
export async function handleBatch(
  deps: HandleBatchDeps,
  batch: Pick<SQSEvent, 'Records'>,
): Promise<SQSBatchResponse> {
  const settings = await deps.settings();
  const failures = await Promise.all(
    batch.Records.map(async ({ messageId, body }) => {
      try {
        const { detail } = v.parse(messageSchema, body);
        const outcome = await sendMails({ ...deps, settings }, detail);
        return outcome.ok ? null : messageId;
      } catch (error) {
        deps.logger.error('Event not readable', { requestId: messageId, ...describeFault(error) });
        return messageId;
      }
    }),
  );
  return {
    batchItemFailures: failures.filter((id) => id !== null).map((itemIdentifier) => ({ itemIdentifier })),
  };
}
