import { findNotificationType, notificationTypes } from '#events/notifications/catalogue.ts';
import type { NotificationType } from '#events/notifications/notification-type.ts';

/** What a mail's link unsubscribes from: the mails of one type, or of a category, where a digest gathered it. */
export interface MailScope {
  readonly kind: 'type' | 'category';
  readonly name: string;
}

/** Whether the mails of a type can be turned off: there are some, they are ours to send, and not mandatory. */
export function isOptionalByMail({ channels, mandatory, mailedBy }: NotificationType): boolean {
  return channels.email !== undefined && mailedBy === 'pipeline' && !mandatory.includes('email');
}

/** The types whose mails a scope covers; none where the catalogue has it no more. */
export function typesIn({ kind, name }: MailScope): NotificationType[] {
  const found =
    kind === 'type'
      ? [findNotificationType(name)].filter((type) => type !== undefined)
      : notificationTypes.filter(({ category }) => category === name);
  return found.filter(isOptionalByMail);
}
