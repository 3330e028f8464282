import { findNotificationType } from '#events/notifications/catalogue.ts';
import type { NotificationType } from '#events/notifications/notification-type.ts';
import { inParallel } from '#functions/shared/in-parallel.ts';
import { defer } from '#functions/shared/notifications/deferred-item.ts';
import {
  type InboxEntry,
  putIntoInbox,
  putIntoInboxAbout,
} from '#functions/shared/notifications/inbox-item.ts';
import { type Notification, withoutName } from '#functions/shared/notifications/notification.ts';
import { type DeliverDeps, type OuterChannel, outerChannels } from './deps.ts';
import { entryOf } from './entry-of.ts';
import { readScene, type Recipient, type Scene } from './read-recipients.ts';
import { sendOnce } from './send-once.ts';

/** Recipients that a run is at at a time: enough to keep the table busy, few enough for its bounds. */
const atATime = 25;

/**
 * Delivers a notification to up to a hundred people: into each inbox exactly once, then to the channels that were
 * decided on, or to wait for their moment. One recipient that fails keeps no other waiting; then it throws, and the
 * repetition finds by inbox and receipts what is left to do.
 */
export async function deliverNotification(
  deps: DeliverDeps,
  notification: Notification,
  accountIds: readonly string[],
): Promise<void> {
  const type = knownType(notification.type);
  const { company, recipients } = await readScene(
    deps.table,
    { type, companyId: notification.companyId },
    accountIds,
  );
  // Writes that depend on the same account stand in one another's way.
  await inParallel(recipients, notification.about === null ? atATime : 1, (recipient) =>
    deliverTo(deps, { type, notification, company }, recipient),
  );
}

/** The type of a notification that was accepted; during a deploy an older function may meet a newer one's. */
export function knownType(id: string): NotificationType {
  const type = findNotificationType(id);
  if (type === undefined) throw new UnknownType(id);
  return type;
}

class UnknownType extends Error {
  override readonly name = 'UnknownType';
}

interface Told {
  readonly type: NotificationType;
  readonly notification: Notification;
  readonly company: Scene['company'];
}

async function deliverTo(deps: DeliverDeps, told: Told, recipient: Recipient): Promise<void> {
  const { table, productName, now } = deps;
  const { type, notification, company } = told;
  const entry = entryOf({ type, notification, now: now() }, recipient, company, productName);
  const { about } = notification;
  const put =
    about === null ? await putIntoInbox(table, entry) : await putIntoInboxAbout(table, entry, about);
  // Whom it is about is being erased: it is told without them, whatever it was when it was queued.
  if (put === null) return deliverTo(deps, { ...told, notification: withoutName(notification) }, recipient);
  await inParallel(outerChannels, outerChannels.length, (channel) =>
    deliverBy(deps, told, recipient, channel, put.decisions),
  );
}

async function deliverBy(
  deps: DeliverDeps,
  { type, notification, company }: Told,
  { account }: Recipient,
  channel: OuterChannel,
  decisions: InboxEntry['decisions'],
): Promise<void> {
  const { enabled, at } = decisions[channel];
  // The mailer sends the mail of the lifecycle event itself: the type has no text for one.
  if (!enabled || type.texts[channel] === undefined) return;
  if (at !== undefined) return defer(deps.table, { accountId: account.accountId, channel, at }, notification);
  await sendOnce(deps, { channel, account, company, notifications: [{ type, notification }] });
}
