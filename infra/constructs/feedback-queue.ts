import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventQueue } from './event-queue.ts';

/** A batch of ten reports, each two calls of the table with all their tries. */
export const feedbackTimeout = Duration.seconds(60);

/**
 * From the bus to the function that marks addresses: the bounces and complaints that `MailFeedback` brings there.
 * Nobody else can put events of `aws.ses` on a bus.
 */
export function feedbackQueue(scope: Construct, bus: EventBus, feedback: IFunction): EventQueue {
  return new EventQueue(scope, 'MailProblems', {
    bus,
    description: 'Bounces and complaints, to the function that marks addresses',
    pattern: { source: ['aws.ses'], detailType: ['Email Bounced', 'Email Complaint Received'] },
    visibilityTimeout: Duration.seconds(2 * feedbackTimeout.toSeconds()),
    tries: 10,
    target: feedback,
    maxConcurrency: 2,
  });
}
