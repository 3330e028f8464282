import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { erasureCompletedType } from '#events/erasure-completed.ts';
import { EventQueue } from './event-queue.ts';
import { sendTo } from './grants.ts';

/** From the bus to what takes the answers of data owners, whoever sends them: none is lost, and none refused unseen. */
export function ownerAnswerQueue(scope: Construct, bus: EventBus, answers: Function): EventQueue {
  const queue = new EventQueue(scope, 'OwnerAnswers', {
    bus,
    description: 'What data owners answer',
    pattern: { detailType: [erasureCompletedType] },
    visibilityTimeout: Duration.seconds(60),
    tries: 20,
    target: answers,
  });
  answers.addEnvironment('REFUSED_ANSWERS_QUEUE_URL', queue.deadLetters.queueUrl);
  answers.addToRolePolicy(sendTo(queue.deadLetters));
  return queue;
}
