import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventSource } from '#events/envelope.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import { foundingEvents, notifiedEvents } from '#events/notified-events.ts';
import type { Stage } from '../config.ts';
import { WorkQueue } from './work-queue.ts';

/** A run of `expand` reads 80,000 members at most; one of `deliver` a thousand recipients, with all tries of its calls. */
export const expandTimeout = Duration.seconds(60);
/** Shorter than the lease of a delivery (functions/shared/notifications/delivery-receipt-item.ts). */
export const deliverTimeout = Duration.seconds(120);

/**
 * From the bus to the inboxes: a queue of requests, which `expand` writes out into a queue of deliveries, which
 * `deliver` does. What fails is tried for about an hour; then it waits as a dead letter until `npm run redrive`.
 */
export class NotificationQueues extends Construct {
  readonly #requests: WorkQueue;
  readonly #deliveries: WorkQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const pair = (prefix: string, timeout: Duration, tries: number) =>
      new WorkQueue(this, { prefix, visibilityTimeout: Duration.seconds(2 * timeout.toSeconds()), tries });
    this.#requests = pair('Request', expandTimeout, 30);
    this.#deliveries = pair('Delivery', deliverTimeout, 15);
  }

  get requests(): Queue {
    return this.#requests.queue;
  }

  /** Also where requests go that were refused, with the reason. */
  get requestDeadLetters(): Queue {
    return this.#requests.deadLetters;
  }

  get deliveries(): Queue {
    return this.#deliveries.queue;
  }

  /** Brings requests from the sources that the stage allows, and Latchkey's own events of which somebody is told. */
  listen(bus: EventBus, sources: Stage['notificationSources']): void {
    this.#requests.listen('Requested', {
      bus,
      description: 'What the product asks to be told',
      pattern: { source: [...sources, eventSource], detailType: [notificationRequested] },
    });
    this.#requests.listen('Happened', {
      bus,
      description: 'Events of which Latchkey itself tells somebody, and those that begin weekly reports',
      pattern: { source: [eventSource], detailType: [...notifiedEvents, ...foundingEvents] },
    });
  }

  /** Has the functions take their messages; a batch may fail in part. */
  feed({ expand, deliver }: { expand: IFunction; deliver: IFunction }): void {
    this.#requests.feed('Expand', expand, { maxConcurrency: 5 });
    // SES starts with 14 mails a second: more runs at a time would only be throttled.
    this.#deliveries.feed('Deliver', deliver, { maxConcurrency: 10 });
  }
}
