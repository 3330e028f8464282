import { notificationRoles } from '#events/notifications/notification-type.ts';
import {
  type Appointment,
  readDeferred,
  removeDeferred,
} from '#functions/shared/notifications/deferred-item.ts';
import type { Notification } from '#functions/shared/notifications/notification.ts';
import { knownType } from './deliver-notification.ts';
import type { DeliverDeps, OuterChannel } from './deps.ts';
import { isFor, readScene } from './read-recipients.ts';
import { sendOnce } from './send-once.ts';

/**
 * Hands over what has waited for its moment: of each company and category together, as one digest. Who has left the
 * company meanwhile is told nothing of it any more, and who has another role what is for that one. What is handed over is removed; killed in between, the repetition
 * finds by the receipts what is left to do.
 */
export async function deliverDeferred(deps: DeliverDeps, appointment: Appointment): Promise<void> {
  const { channel } = appointment;
  if (channel === 'in-app') return;
  const waiting = await readDeferred(deps.table, appointment);
  const digests = Map.groupBy(
    waiting,
    ({ companyId, type }) => `${companyId ?? ''}#${knownType(type).category}`,
  );
  for (const notifications of digests.values()) {
    await deliverDigest(deps, appointment.accountId, channel, notifications);
    await removeDeferred(deps.table, appointment, notifications);
  }
}

async function deliverDigest(
  deps: DeliverDeps,
  accountId: string,
  channel: OuterChannel,
  notifications: readonly Notification[],
): Promise<void> {
  const typed = notifications.map((notification) => ({ type: knownType(notification.type), notification }));
  const [first] = typed;
  if (first === undefined) return;
  // The types of a category are not all for the same roles: of each it is asked by itself.
  const ofCategory = { category: first.type.category, audience: notificationRoles };
  const scene = { type: ofCategory, companyId: first.notification.companyId };
  const { company, recipients } = await readScene(deps.table, scene, [accountId]);
  const [recipient] = recipients;
  if (recipient === undefined) return;
  const told = typed.filter(({ type }) => isFor(type, recipient));
  await sendOnce(deps, { channel, account: recipient.account, company, notifications: told });
}
