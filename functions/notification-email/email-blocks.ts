import type { EmailText } from '#events/notifications/notification-type.ts';
import { type Block, button, link, paragraph, strong } from '#functions/shared/mail/mail-description.ts';
import type { Outgoing } from '#functions/shared/notifications/sender.ts';

type Part = Pick<Outgoing<EmailText>, 'notification' | 'content'>;

/** What a mail about one notification says: its paragraphs, its facts, a button to where it is about. */
export function singleBlocks({ notification, content }: Part): Block[] {
  const { paragraphs, facts = [], action } = content;
  return [
    ...paragraphs.map((text) => paragraph(text)),
    ...(facts.length === 0 ? [] : [{ kind: 'facts', facts } as const]),
    ...(notification.url === null ? [] : [button(action, notification.url)]),
  ];
}

/** The most that a digest tells one by one; the inbox has them all. */
const mostTold = 20;

/** What a mail about several says: each in two lines, the newest first. */
export function digestBlocks(parts: readonly Part[], inbox: string): Block[] {
  const told = parts.toReversed().slice(0, mostTold);
  const left = parts.length - told.length;
  return [
    ...told.flatMap(({ notification, content }) => [
      paragraph(strong(content.subject)),
      paragraph(
        content.paragraphs.join(' '),
        ...(notification.url === null ? [] : [' ', link(content.action, notification.url)]),
      ),
    ]),
    ...(left === 0 ? [] : [paragraph(`And ${String(left)} more.`)]),
    button('See all notifications', inbox),
  ];
}
