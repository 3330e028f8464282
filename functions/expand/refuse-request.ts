import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import * as v from 'valibot';
import { notificationRefused } from '#events/lifecycle/notification-refused.ts';
import { sendMessages } from '#functions/shared/aws/message-queue.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { ExpandDeps } from './deps.ts';
import type { Refused } from './read-request.ts';

const nobody = '00000000-0000-0000-0000-000000000000';

const shown = v.fallback(v.nullable(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,128}$/))), null);
const namesSchema = v.fallback(v.object({ id: shown, type: shown, companyId: shown }), {
  id: null,
  type: null,
  companyId: null,
});

export interface RefusedMessage {
  /** The queue's, which it keeps over repetitions. */
  readonly messageId: string;
  readonly sentAt: Date;
  readonly body: string;
  readonly source: string;
  readonly detail: unknown;
}

/**
 * Refuses a request for good: its publisher finds an event on the bus that says why, and the message lies among the
 * dead letters with the reason, from where `npm run redrive` sends it back once that is mended. The queue goes on.
 */
export async function refuseRequest(
  { table, now, refused, logger }: ExpandDeps,
  message: RefusedMessage,
  { reason, path }: Refused,
): Promise<void> {
  const { messageId, sentAt, body, source, detail } = message;
  const { id, type, companyId } = v.parse(namesSchema, detail);
  // The same message refused twice is one event: its id comes from the message.
  const eventId = v7({
    msecs: sentAt.getTime(),
    random: createHash('sha256').update(`${messageId} ${reason}`).digest().subarray(0, 16),
  });
  await commit(table, [
    recordEvent(table.name, notificationRefused, {
      id: eventId,
      now: now(),
      accountId: nobody,
      actor: { kind: 'system' },
      origin: null,
      data: { source, notificationId: id, notificationType: type, companyId, reason, path },
    }),
  ]);
  await sendMessages(refused, [{ body, attributes: { reason, ...(path === null ? {} : { path }) } }]);
  logger.warn('Notification refused', { eventId, requestId: messageId, reason });
}
