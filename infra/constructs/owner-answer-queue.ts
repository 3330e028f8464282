import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { erasureCompletedType } from '#events/erasure-completed.ts';
import { consume } from './grants.ts';
import { houseQueue } from './house-queue.ts';

/** From the bus to what takes the answers of data owners, whoever sends them: none is lost. */
export class OwnerAnswerQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, bus: EventBus) {
    super(scope, id);
    this.deadLetters = houseQueue(this, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    this.queue = houseQueue(this, 'Queue', {
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(60),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 20 },
    });
    new Rule(this, 'Rule', {
      description: 'What data owners answer',
      eventBus: bus,
      eventPattern: { detailType: [erasureCompletedType] },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
  }

  /** Has the function take its messages; a batch may fail in part. */
  feed(target: IFunction): void {
    target.addToRolePolicy(consume(this.queue.queueArn));
    new EventSourceMapping(this, 'Feed', {
      target,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
    });
  }
}
