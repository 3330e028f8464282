import { eventSource } from '#events/envelope.ts';
import { reportDue } from '#events/lifecycle/report-due.ts';
import { foundingEvents, notifiedEvents } from '#events/notified-events.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import { erasureCompletedType } from '#events/erasure-completed.ts';
import { exportRequested } from '#events/lifecycle/export-requested.ts';

import type { BusEvent } from './bus-event.ts';

/** An event pattern as EventBridge reads it, as far as Latchkey's rules use it. */
export interface EventPattern {
  readonly source?: readonly string[];
  readonly 'detail-type'?: readonly (string | { readonly prefix: string })[];
}

/** Where the events that match a pattern go: into a queue, or, without their data, into the log. */
export interface Rule {
  readonly name: string;
  readonly pattern: EventPattern;
  readonly target: { readonly queue: string } | 'log';
}

/** The name of the mailer's queue. */
export const mailQueue = 'mail';
/** The queues of notifications: what is asked for, and what is delivered of it. */
export const requestQueue = 'notification-requests';
export const deliveryQueue = 'notification-deliveries';

/** Where the product's side on this machine hears of what is due. */
export const productQueue = 'product';

/** The source that stands for the product on this machine. */
export const productSource = 'product';
/** The name of the queue of SES's reports. */
export const feedbackQueue = 'feedback';
/** The name of the exporter's queue. */
export const exportQueue = 'exports';

/** The name of the queue of what links lines of logs. */
export const chainQueue = 'log-chain';

/** The name of the queue of data owners' answers. */
export const ownerAnswerQueue = 'owner-answers';

/** The rules of the deployed bus. The mailer's has no list of types: it sends nothing for those without a mail. */
export const defaultRules: readonly Rule[] = [
  { name: 'mail', pattern: { source: [eventSource] }, target: { queue: mailQueue } },
  {
    name: 'requests',
    pattern: { source: [productSource, eventSource], 'detail-type': [notificationRequested] },
    target: { queue: requestQueue },
  },
  {
    name: 'copies',
    pattern: { source: [eventSource], 'detail-type': [...notifiedEvents, ...foundingEvents] },
    target: { queue: requestQueue },
  },
  {
    name: 'feedback',
    pattern: { source: ['aws.ses'], 'detail-type': ['Email Bounced', 'Email Complaint Received'] },
    target: { queue: feedbackQueue },
  },
  {
    name: 'product',
    pattern: { source: [eventSource], 'detail-type': [reportDue.type] },
    target: { queue: productQueue },
  },
  {
    name: 'owner-answers',
    pattern: { 'detail-type': [erasureCompletedType] },
    target: { queue: ownerAnswerQueue },
  },
  {
    name: 'exports',
    pattern: { source: [eventSource], 'detail-type': [exportRequested.type] },
    target: { queue: exportQueue },
  },
  { name: 'log-chain', pattern: { source: [eventSource] }, target: { queue: chainQueue } },
  { name: 'log', pattern: { source: [eventSource] }, target: 'log' },
];

/** Tells whether an event matches: each field of the pattern by one of its alternatives. */
export function matches(pattern: EventPattern, event: BusEvent): boolean {
  const { source, 'detail-type': detailType } = pattern;
  return (
    (source?.includes(event.source) ?? true) &&
    (detailType?.some((wanted) => fits(wanted, event['detail-type'])) ?? true)
  );
}

function fits(wanted: string | { readonly prefix: string }, type: string): boolean {
  return typeof wanted === 'string' ? wanted === type : type.startsWith(wanted.prefix);
}
