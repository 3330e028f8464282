import type { BusEntry } from './bus/bus-event.ts';
import type { FeedbackEvent } from './ses/feedback.ts';

/** What EventBridge calls SES's reports. */
const detailTypes = {
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
  Delivery: 'Email Delivered',
} as const satisfies Record<FeedbackEvent['eventType'], string>;

/** A report of SES as it comes onto the bus. */
export function feedbackEntry(event: FeedbackEvent): BusEntry {
  return { source: 'aws.ses', detailType: detailTypes[event.eventType], detail: { ...event } };
}
