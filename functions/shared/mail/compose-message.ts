import * as v from 'valibot';
import type { Envelope } from '#events/envelope.ts';
import { emailSchema } from '../fields.ts';
import type { Mail, MailLook } from './mail-description.ts';
import { oneLine, renderMail } from './render-mail.ts';

/** A mail ready for SES: one sender, one recipient, the MIME message. */
export interface Message {
  /** Names the mail in the feedback that SES publishes. */
  readonly mailId: string;
  readonly eventId: string;
  readonly from: string;
  readonly to: string;
  readonly mime: Uint8Array;
}

export interface SenderSettings extends MailLook {
  /** The bare address of the sender. */
  readonly mailFrom: string;
}

/**
 * Exactly one address. A list, an object, a display name or a line break is refused: a reset mail once went to
 * everybody that an array named (GitLab, CVE-2023-7028).
 */
function recipient(to: unknown): string {
  return v.parse(emailSchema, to);
}

/** One-click unsubscription (RFC 8058 §3.1); written as it stands, since a folded address is none to some programs. */
function oneClick({ unsubscribeUrl }: Mail) {
  if (unsubscribeUrl === undefined) return {};
  return {
    'List-Unsubscribe': { prepared: true, value: `<${new URL(unsubscribeUrl).href}>` },
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/**
 * Builds the MIME message. Addresses go in as objects, which nodemailer encodes and never parses for more
 * addresses. The Message-ID is derived from the event: sent twice, it is the same message to a mailbox (SES
 * puts its own in its place, other relays keep it).
 */
export async function composeMessage(
  envelope: Pick<Envelope, 'id'>,
  mail: Mail,
  settings: SenderSettings,
  now: Date,
): Promise<Message> {
  const to = recipient(mail.to);
  const { mailFrom, productName, supportEmail } = settings;
  // A third of the bundle: only who really sends loads it, which a repeated delivery does not.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const mime = await new MailComposer({
    ...renderMail(mail, settings),
    from: { name: oneLine(productName), address: mailFrom },
    to: { name: '', address: to },
    ...(supportEmail === '' ? {} : { replyTo: { name: '', address: supportEmail } }),
    messageId: `<${envelope.id}.${mail.id}@${mailFrom.slice(mailFrom.lastIndexOf('@') + 1)}>`,
    date: now,
    headers: {
      // RFC 3834 §5.1, and what Exchange heeds instead: no out-of-office answers.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': 'en',
      ...oneClick(mail),
    },
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return { mailId: mail.id, eventId: envelope.id, from: mailFrom, to, mime };
}
