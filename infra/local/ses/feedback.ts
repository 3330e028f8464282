import { randomUUID } from 'node:crypto';

import type { StoredMail } from './stored-mail.ts';

/** An event as SES publishes it: `detail` of an EventBridge event of the source `aws.ses`. */
export interface FeedbackEvent {
  readonly eventType: 'Bounce' | 'Complaint' | 'Delivery';
  readonly mail: object;
  readonly bounce?: object;
  readonly complaint?: object;
  readonly delivery?: object;
}

/**
 * The events that follow a mail, by the local parts of its recipients: `bounce…`, `complaint…`, `delivery…`. A
 * complaint comes from somebody who received the mail. SES publishes them for a configuration set only.
 */
export function feedbackOn(mail: StoredMail, timestamp: Date): FeedbackEvent[] {
  if (mail.configurationSet === null) return [];
  return mail.to.flatMap((address) => eventsFor(mail, address, timestamp.toISOString()));
}

function eventsFor(mail: StoredMail, address: string, timestamp: string): FeedbackEvent[] {
  const about = describe(mail);
  const delivery: FeedbackEvent = {
    eventType: 'Delivery',
    mail: about,
    delivery: {
      timestamp,
      processingTimeMillis: 5,
      recipients: [address],
      smtpResponse: '250 2.6.0 Message received',
      reportingMTA: 'local.smtp-out.amazonses.com',
    },
  };
  if (/^delivery/i.test(address)) return [delivery];
  if (/^bounce/i.test(address)) {
    const bounce = {
      feedbackId: randomUUID(),
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        {
          emailAddress: address,
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        },
      ],
      timestamp,
      reportingMTA: 'dsn; local.smtp-out.amazonses.com',
    };
    return [{ eventType: 'Bounce', mail: about, bounce }];
  }
  if (/^complaint/i.test(address)) {
    const complaint = {
      feedbackId: randomUUID(),
      complainedRecipients: [{ emailAddress: address }],
      timestamp,
      complaintFeedbackType: 'abuse',
      complaintSubType: null,
      arrivalDate: timestamp,
    };
    return [delivery, { eventType: 'Complaint', mail: about, complaint }];
  }
  return [];
}

/** What every event says of its mail. */
function describe(mail: StoredMail): object {
  const tags = Object.entries(mail.tags).map(([name, value]) => [name, [value]] as const);
  return {
    timestamp: mail.sentAt,
    source: mail.from,
    sendingAccountId: '000000000000',
    messageId: mail.id,
    destination: mail.to,
    headersTruncated: false,
    headers: mail.headers,
    commonHeaders: { from: [mail.from], to: mail.to, messageId: mail.id, subject: mail.subject },
    tags: { 'ses:configuration-set': [mail.configurationSet], ...Object.fromEntries(tags) },
  };
}
