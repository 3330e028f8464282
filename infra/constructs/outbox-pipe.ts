import { type CfnResource, Duration } from 'aws-cdk-lib';
import type { Table, TableBase } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventSource } from '#events/envelope.ts';
import { eventPartitionPrefix } from '#functions/shared/table.ts';
import { acknowledge } from './acknowledge.ts';
import { houseQueue } from './house-queue.ts';

export interface OutboxPipeProps {
  readonly table: Table | TableBase;
  /** Turns stream records into envelopes. */
  readonly outbox: IFunction;
  readonly bus: EventBus;
}

/** Lets only new event items through; what else changes in the table is nobody's business. */
const newEvents = {
  eventName: ['INSERT'],
  dynamodb: { Keys: { pk: { S: [{ prefix: eventPartitionPrefix }] } } },
};

/**
 * Carries event items from the table's stream to the bus: the only publisher there is. Batches that fail are
 * halved until the one bad record stands alone; it ends as a dead letter, which names its place in the stream,
 * and the item itself stays in the table.
 */
export class OutboxPipe extends Construct {
  readonly deadLetters: Queue;
  readonly pipeName: string;
  readonly #pipe: CfnPipe;

  constructor(scope: Construct, id: string, { table, outbox, bus }: OutboxPipeProps) {
    super(scope, id);
    if (table.tableStreamArn === undefined) throw new Error('The table has no stream');
    this.deadLetters = houseQueue(this, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    acknowledge(this.deadLetters, { 'AwsSolutions-SQS3': 'It is itself the dead-letter queue of the pipe.' });

    this.#pipe = new CfnPipe(this, 'Pipe', {
      description: 'New event items of the table, as envelopes, to the bus',
      roleArn: this.#role(table.tableStreamArn, outbox, bus).roleArn,
      source: table.tableStreamArn,
      sourceParameters: {
        filterCriteria: { filters: [{ pattern: JSON.stringify(newEvents) }] },
        dynamoDbStreamParameters: {
          // From the stream's beginning, so that nothing written during the first deploy is missed.
          startingPosition: 'TRIM_HORIZON',
          // PutEvents takes ten entries.
          batchSize: 10,
          onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
          maximumRetryAttempts: 60,
          deadLetterConfig: { arn: this.deadLetters.queueArn },
        },
      },
      enrichment: outbox.functionArn,
      target: bus.eventBusArn,
      targetParameters: { eventBridgeEventBusParameters: { source: eventSource, detailType: '$.type' } },
    });
    this.pipeName = this.#pipe.ref;
  }

  /**
   * Has the pipe come after these parts. The bus drops what a rule may not hand on, and forgets what no rule asked for yet,
   * while the stream keeps it for a day. It also leaves IAM the time to know the role everywhere before the pipe shows that it
   * may read: rights that came seconds ago, as with a table that was restored, may not count yet.
   */
  comesAfter(parts: readonly CfnResource[]): void {
    for (const part of parts) this.#pipe.addResourceDependency(part);
  }

  /** Its policy is in the role itself: the pipe starts reading as soon as the role exists. */
  #role(streamArn: string, outbox: IFunction, bus: EventBus): Role {
    const allow = (actions: string[], resource: string) =>
      new PolicyStatement({ actions, resources: [resource] });
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('pipes.amazonaws.com'),
      inlinePolicies: {
        Carry: new PolicyDocument({
          statements: [
            allow(
              [
                'dynamodb:DescribeStream',
                'dynamodb:GetRecords',
                'dynamodb:GetShardIterator',
                'dynamodb:ListStreams',
              ],
              streamArn,
            ),
            allow(['lambda:InvokeFunction'], outbox.functionArn),
            allow(['events:PutEvents'], bus.eventBusArn),
            allow(['sqs:SendMessage'], this.deadLetters.queueArn),
          ],
        }),
      },
    });
  }
}
