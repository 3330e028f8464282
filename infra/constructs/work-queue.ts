import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { consume } from './grants.ts';
import { houseQueue } from './house-queue.ts';

export interface WorkQueueProps {
  /** What the ids of its two queues begin with, where a construct has several such pairs. */
  readonly prefix?: string;
  /** How long a message is hidden while it is worked on, and so how long until its next try; beyond the function's time-out. */
  readonly visibilityTimeout: Duration;
  /** How often a message is tried before it is a dead letter. */
  readonly tries: number;
}

/** What is brought from the bus. */
export interface Listening {
  readonly bus: EventBus;
  readonly description: string;
  readonly pattern: EventPattern;
}

/** How a function takes messages. */
export interface Feeding {
  /** Messages of one run; ten, if not said. */
  readonly batchSize?: number;
  /** How long a run waits for its batch to fill; one of more than ten needs it. Not at all, if not said. */
  readonly gatheredFor?: Duration;
  /** Runs at a time; as many as Lambda likes, if not said. */
  readonly maxConcurrency?: number;
}

/**
 * A queue between what happens and the function that acts on it, so that the function may be down and nothing is lost:
 * messages are kept for four days, and what failed too often for fourteen as dead letters, until `npm run redrive`. Its
 * alarms come by themselves (watched.ts). It is no construct: its parts belong to the scope, under the ids they always had.
 */
export class WorkQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #scope: Construct;

  constructor(scope: Construct, { prefix = '', visibilityTimeout, tries }: WorkQueueProps) {
    this.#scope = scope;
    this.deadLetters = houseQueue(scope, `${prefix}DeadLetters`, { retentionPeriod: Duration.days(14) });
    this.queue = houseQueue(scope, `${prefix}Queue`, {
      retentionPeriod: Duration.days(4),
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: tries },
    });
  }

  /** Brings events from the bus; one that can't be queued is a dead letter at once. */
  listen(id: string, { bus, description, pattern }: Listening): void {
    new Rule(this.#scope, id, {
      description,
      eventBus: bus,
      eventPattern: pattern,
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
  }

  /** Has a function take the messages; a batch may fail in part. */
  feed(id: string, target: IFunction, { batchSize = 10, gatheredFor, maxConcurrency }: Feeding = {}): void {
    target.addToRolePolicy(consume(this.queue.queueArn));
    new EventSourceMapping(this.#scope, id, {
      target,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      ...(gatheredFor !== undefined && { maxBatchingWindow: gatheredFor }),
      ...(maxConcurrency !== undefined && { maxConcurrency }),
      reportBatchItemFailures: true,
    });
  }
}
