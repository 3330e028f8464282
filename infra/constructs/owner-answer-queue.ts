import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { erasureCompletedType } from '#events/erasure-completed.ts';
import { EventQueue } from './event-queue.ts';

/** From the bus to what takes the answers of data owners, whoever sends them: none is lost. */
export function ownerAnswerQueue(scope: Construct, bus: EventBus, answers: IFunction): EventQueue {
  return new EventQueue(scope, 'OwnerAnswers', {
    bus,
    description: 'What data owners answer',
    pattern: { detailType: [erasureCompletedType] },
    visibilityTimeout: Duration.seconds(60),
    tries: 20,
    target: answers,
  });
}
