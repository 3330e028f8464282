import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { consume } from './grants.ts';
import { houseQueue } from './house-queue.ts';

/** A batch of ten reports, each two calls of the table with all their tries. */
export const feedbackTimeout = Duration.seconds(60);

/**
 * From the bus to the function that marks addresses: the bounces and complaints that `MailFeedback` brings there.
 * Nobody else can put events of `aws.ses` on a bus.
 */
export class FeedbackQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, bus: EventBus) {
    super(scope, id);
    this.deadLetters = houseQueue(this, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    this.queue = houseQueue(this, 'Queue', {
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(2 * feedbackTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 10 },
    });
    new Rule(this, 'Rule', {
      description: 'Bounces and complaints, to the function that marks addresses',
      eventBus: bus,
      eventPattern: { source: ['aws.ses'], detailType: ['Email Bounced', 'Email Complaint Received'] },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
  }

  /** Has the function take the reports; a batch may fail in part. */
  feed(feedback: IFunction): void {
    feedback.addToRolePolicy(consume(this.queue.queueArn));
    new EventSourceMapping(this, 'Feed', {
      target: feedback,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    });
  }
}
