import type { EmailText } from '#events/notifications/notification-type.ts';
import type { Mail } from '#functions/shared/mail/mail-description.ts';
import { greeting } from '#functions/shared/mail/wording.ts';
import type { Outgoing } from '#functions/shared/notifications/sender.ts';
import { digestBlocks, singleBlocks } from './email-blocks.ts';
import type { EmailLinks } from './email-links.ts';

export interface EmailFrame {
  readonly to: string;
  readonly links: EmailLinks;
  /** Why the receiver gets it; the footer says so. */
  readonly why: string;
}

/** Describes the mail of a notification, or of the several that a digest gathered. */
export function emailMail(outgoing: Outgoing<EmailText>, { to, links, why }: EmailFrame): Mail {
  const { notification, recipient, content, digest = [] } = outgoing;
  const many = digest.length > 1;
  const { unsubscribe } = links;
  const subject = many ? `${String(digest.length)} new notifications` : content.subject;
  return {
    id: many ? 'digest' : notification.type,
    to,
    subject,
    preheader: many ? digest.map((part) => part.content.subject).join(' · ') : (content.paragraphs[0] ?? ''),
    heading: subject,
    greeting: greeting(recipient.name),
    blocks: many ? digestBlocks(digest, links.inbox) : singleBlocks(outgoing),
    why,
    links: [
      { label: 'Notification settings', url: links.settings },
      ...(unsubscribe === null ? [] : [{ label: 'Unsubscribe', url: unsubscribe.page }]),
    ],
    ...(unsubscribe === null ? {} : { unsubscribeUrl: unsubscribe.oneClick }),
  };
}
