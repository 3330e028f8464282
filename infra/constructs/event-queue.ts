import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Feeding, type Listening, WorkQueue, type WorkQueueProps } from './work-queue.ts';

export interface EventQueueProps extends Listening, Feeding, Omit<WorkQueueProps, 'prefix'> {
  /** Takes the messages. */
  readonly target: IFunction;
}

/**
 * From the bus to one function: the rule, the queue with its dead letters, and the feed. Whatever happens on the bus and
 * is to have a consequence of its own goes this way.
 */
export class EventQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { target, ...props }: EventQueueProps) {
    super(scope, id);
    const work = new WorkQueue(this, props);
    work.listen('Rule', props);
    work.feed('Feed', target, props);
    this.queue = work.queue;
    this.deadLetters = work.deadLetters;
  }
}
