import type { Channel, NotificationType, TextContext } from '#events/notifications/notification-type.ts';
import type { Decision, InboxEntry } from '#functions/shared/notifications/inbox-item.ts';
import type { Notification } from '#functions/shared/notifications/notification.ts';
import { resolve } from '#functions/shared/notifications/resolve.ts';
import { deliverAt } from '#functions/shared/notifications/timing.ts';
import type { Recipient, Scene } from './read-recipients.ts';

/** What a text may say to somebody besides the notification's data. */
export function contextOf(
  { account }: Pick<Recipient, 'account'>,
  company: { readonly name: string } | null,
  product: string,
): TextContext {
  return { company: company?.name ?? null, product, timezone: account.timezone ?? 'UTC' };
}

/**
 * What somebody's inbox gets of a notification, and what is decided about each channel: by the preferences of this
 * moment. Pure; what is written of it once is what counts from then on.
 */
export function entryOf(
  { type, notification, now }: { type: NotificationType; notification: Notification; now: Date },
  recipient: Recipient,
  company: Scene['company'],
  product: string,
): InboxEntry {
  const decide = (channel: Channel) => decision({ type, channel, now }, recipient, company);
  const decisions = {
    'in-app': decide('in-app'),
    email: decide('email'),
    push: decide('push'),
    sms: decide('sms'),
  };
  const text = type.texts['in-app']?.(notification.data, contextOf(recipient, company, product));
  return {
    accountId: recipient.account.accountId,
    notificationId: notification.id,
    companyId: notification.companyId,
    type: type.id,
    category: type.category,
    title: text?.title ?? type.title,
    body: text?.body ?? '',
    url: notification.url,
    createdAt: notification.createdAt,
    readAt: null,
    hidden: !decisions['in-app'].enabled,
    decisions,
  };
}

function decision(
  { type, channel, now }: { type: NotificationType; channel: Channel; now: Date },
  { account, preferences }: Recipient,
  company: Scene['company'],
): Decision {
  const resolved = resolve({
    type,
    channel,
    company: company?.decided ?? null,
    account: preferences,
  });
  const { enabled } = resolved;
  // Not the admin's name: it would stand in every inbox of a company when they have long been forgotten.
  const { by: _name, ...rule } = resolved.rule;
  if (!enabled) return { enabled, rule };
  const at = deliverAt({ type, channel, account: preferences, timezone: account.timezone, now });
  return at > now ? { enabled, rule, at: at.toISOString() } : { enabled, rule };
}
