import * as v from 'valibot';
import { notificationRoles } from '#events/notifications/notification-type.ts';
import { sendMessages } from '#functions/shared/aws/message-queue.ts';
import { inPieces } from '#functions/shared/in-parallel.ts';
import {
  type DeliveryMessage,
  type Notification,
  notificationSchema,
  recipientsPerMessage,
} from '#functions/shared/notifications/notification.ts';
import { type Audience, readMembers } from './audience.ts';
import type { ExpandDeps } from './deps.ts';

/** What is left of an audience, as it goes back into the queue of requests. */
export const continuationSchema = v.object({
  kind: v.literal('continue'),
  notification: notificationSchema,
  companyId: v.string(),
  roles: v.array(v.picklist(notificationRoles)),
  /** Messages of an older version leave nobody out. */
  except: v.optional(v.nullable(v.string()), null),
  after: v.string(),
});
export type Continuation = v.InferOutput<typeof continuationSchema>;

/**
 * Writes a notification out for its audience, a hundred people to a message. A company that is too large for one run
 * goes on in another from where this one ended. Repeated from anywhere it writes messages twice, which deliveries
 * don't mind.
 */
export async function spreadNotification(
  deps: ExpandDeps,
  notification: Notification,
  audience: Audience,
  after: string | null = null,
): Promise<void> {
  if (audience.kind === 'accounts') return write(deps, notification, audience.accountIds);
  const { companyId, roles, except } = audience;
  let from = after;
  for (let reads = 0; reads < deps.readsPerRun; reads += 1) {
    const { accountIds, next } = await readMembers(deps.table, audience, from, deps.membersPerRead);
    await write(deps, notification, accountIds);
    if (next === null) return;
    from = next;
  }
  if (from === null) return;
  const left: Continuation = {
    ...{ kind: 'continue', notification, companyId, roles: [...roles], except },
    after: from,
  };
  await sendMessages(deps.requests, [{ body: JSON.stringify(left) }]);
}

function write(
  { deliveries }: ExpandDeps,
  notification: Notification,
  accountIds: readonly string[],
): Promise<void> {
  const messages = inPieces(accountIds, recipientsPerMessage).map((some): DeliveryMessage => ({
    kind: 'deliver',
    notification,
    accountIds: some,
  }));
  return sendMessages(
    deliveries,
    messages.map((message) => ({ body: JSON.stringify(message) })),
  );
}
