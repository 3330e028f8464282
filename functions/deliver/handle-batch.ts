import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { inParallel } from '#functions/shared/in-parallel.ts';
import { describeFault } from '#functions/shared/logger.ts';
import { type DeliveryMessage, deliveryMessageSchema } from '#functions/shared/notifications/notification.ts';
import { deliverDeferred } from './deliver-deferred.ts';
import { deliverNotification } from './deliver-notification.ts';
import type { DeliverDeps } from './deps.ts';

const messageSchema = v.pipe(v.string(), v.parseJson(), deliveryMessageSchema);

/** Messages that a run is at at a time; each is a hundred recipients at most. */
const atATime = 4;

/**
 * Does the deliveries of a batch. A message that fails in part is answered alone as failed: it comes again, and what
 * was done of it is not done again.
 */
export async function handleBatch(
  deps: DeliverDeps,
  batch: Pick<SQSEvent, 'Records'>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  await inParallel(batch.Records, atATime, async ({ messageId, body }) => {
    try {
      await deliver(deps, v.parse(messageSchema, body));
    } catch (error) {
      deps.logger.error('Deliveries failed', { requestId: messageId, ...describeFault(error) });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  });
  return { batchItemFailures };
}

function deliver(deps: DeliverDeps, message: DeliveryMessage): Promise<void> {
  if (message.kind === 'deferred') return deliverDeferred(deps, message);
  return deliverNotification(deps, message.notification, message.accountIds);
}
