import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventSource } from '#events/envelope.ts';
import { exportRequested } from '#events/lifecycle/export-requested.ts';
import { consume } from './grants.ts';
import { houseQueue } from './house-queue.ts';

/** The longest that Lambda runs: gigabytes of recordings are packed well within. */
export const exporterTimeout = Duration.minutes(15);

/**
 * From the bus to the exporter. A packing that was killed is begun anew when its message comes back, three times in
 * all; an export that still did not come about ends as failed by its due item (functions/export/request-export.ts).
 */
export class ExportQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, bus: EventBus) {
    super(scope, id);
    const deadLetters = houseQueue(this, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    this.queue = houseQueue(this, 'Queue', {
      retentionPeriod: Duration.days(4),
      // As long as a packing may take: while one is under way, no other begins for the same message.
      visibilityTimeout: exporterTimeout.plus(Duration.minutes(1)),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
    });
    new Rule(this, 'Rule', {
      description: 'Exports that people ask for',
      eventBus: bus,
      eventPattern: { source: [eventSource], detailType: [exportRequested.type] },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: deadLetters })],
    });
  }

  /** Has the exporter take its messages, each in a run of its own. */
  feed(exporter: IFunction): void {
    exporter.addToRolePolicy(consume(this.queue.queueArn));
    new EventSourceMapping(this, 'Feed', {
      target: exporter,
      eventSourceArn: this.queue.queueArn,
      batchSize: 1,
      maxConcurrency: 5,
      reportBatchItemFailures: true,
    });
  }
}
