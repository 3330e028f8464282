import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventSource } from '#events/envelope.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import { foundingEvents, notifiedEvents } from '#events/notified-events.ts';
import type { Stage } from '../config.ts';
import { consume } from './grants.ts';
import { houseQueue } from './house-queue.ts';

/** A run of `expand` reads 80,000 members at most; one of `deliver` a thousand recipients, with all tries of its calls. */
export const expandTimeout = Duration.seconds(60);
/** Shorter than the lease of a delivery (functions/shared/notifications/delivery-receipt-item.ts). */
export const deliverTimeout = Duration.seconds(120);

/**
 * From the bus to the inboxes: a queue of requests, which `expand` writes out into a queue of deliveries, which
 * `deliver` does. What fails is tried for about an hour; then it waits as a dead letter until `npm run redrive`.
 */
export class NotificationQueues extends Construct {
  readonly requests: Queue;
  /** Also where requests go that were refused, with the reason. */
  readonly requestDeadLetters: Queue;
  readonly deliveries: Queue;
  readonly deliveryDeadLetters: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    [this.requests, this.requestDeadLetters] = this.#pair('Request', expandTimeout, 30);
    [this.deliveries, this.deliveryDeadLetters] = this.#pair('Delivery', deliverTimeout, 15);
  }

  #pair(name: string, timeout: Duration, maxReceiveCount: number): [Queue, Queue] {
    const deadLetters = houseQueue(this, `${name}DeadLetters`, { retentionPeriod: Duration.days(14) });
    const queue = houseQueue(this, `${name}Queue`, {
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(2 * timeout.toSeconds()),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    });
    return [queue, deadLetters];
  }

  /** Brings requests from the sources that the stage allows, and Latchkey's own events of which somebody is told. */
  listen(bus: EventBus, sources: Stage['notificationSources']): void {
    const targets = () => [new SqsQueue(this.requests, { deadLetterQueue: this.requestDeadLetters })];
    new Rule(this, 'Requested', {
      description: 'What the product asks to be told',
      eventBus: bus,
      eventPattern: { source: [...sources, eventSource], detailType: [notificationRequested] },
      targets: targets(),
    });
    new Rule(this, 'Happened', {
      description: 'Events of which Latchkey itself tells somebody, and those that begin weekly reports',
      eventBus: bus,
      eventPattern: { source: [eventSource], detailType: [...notifiedEvents, ...foundingEvents] },
      targets: targets(),
    });
  }

  /** Has the functions take their messages; a batch may fail in part. */
  feed({ expand, deliver }: { expand: IFunction; deliver: IFunction }): void {
    this.#feed('Expand', expand, this.requests, 5);
    // SES starts with 14 mails a second: more runs at a time would only be throttled.
    this.#feed('Deliver', deliver, this.deliveries, 10);
  }

  #feed(id: string, target: IFunction, queue: Queue, maxConcurrency: number): void {
    target.addToRolePolicy(consume(queue.queueArn));
    new EventSourceMapping(this, id, {
      target,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
