import { Duration } from 'aws-cdk-lib';

/** A line of our functions' logs that somebody should know of, when there are so many within so long. */
export interface LogSignal {
  readonly id: string;
  /** CloudWatch's filter for JSON lines (functions/shared/logger.ts writes them). */
  readonly pattern: string;
  readonly threshold: number;
  readonly period: Duration;
  readonly impact: string;
  readonly runbook: string;
}

/**
 * What only a log says. Faults of requests are answered (functions/shared/chain/faults.ts), failed mails go back to
 * their queue, and what falls due is tried again: no metric of AWS counts any of them.
 */
export const logSignals: readonly LogSignal[] = [
  {
    id: 'unexpected-fault',
    pattern: '{ $.message = "Unexpected fault" }',
    threshold: 1,
    period: Duration.minutes(5),
    impact: 'A request failed in a way that nobody foresaw; whoever sent it saw "Something went wrong".',
    runbook: 'unexpected-fault',
  },
  {
    id: 'dependency-unavailable',
    pattern: '{ $.message = "A dependency is unavailable" }',
    threshold: 5,
    period: Duration.minutes(5),
    impact: 'A service that Latchkey rests on does not answer: requests are refused with "try again".',
    runbook: 'dependency-unavailable',
  },
  {
    id: 'cognito-throttles',
    pattern: '{ $.fault = "TooManyRequestsException" }',
    threshold: 1,
    period: Duration.minutes(5),
    impact: "Cognito refuses calls beyond the account's quota: people can't sign in.",
    runbook: 'cognito-throttles',
  },
  {
    id: 'mail-not-sent',
    pattern: '{ $.message = "Mail not sent" }',
    threshold: 5,
    period: Duration.minutes(15),
    impact: 'Mails are not sent at the first try: links to confirm and to reset come late.',
    runbook: 'mail-not-sent',
  },
  {
    id: 'event-not-readable',
    pattern: '{ $.message = "Event not readable" }',
    threshold: 1,
    period: Duration.minutes(15),
    impact: 'An event is not of a form that the mailer knows: its mail will not be sent.',
    runbook: 'event-not-readable',
  },
  {
    id: 'due-item-failed',
    pattern: '{ $.message = "A due item failed" }',
    threshold: 3,
    period: Duration.minutes(60),
    impact: 'What fell due could not be done at several tries: a recovery, a revert or a reminder is late.',
    runbook: 'due-item-failed',
  },
  {
    id: 'erasure-step-failed',
    pattern: '{ $.message = "A step of an erasure failed" }',
    threshold: 3,
    period: Duration.minutes(60),
    impact:
      'An erasure or a reset is stuck at a step that fails again and again: data that we promised to erase is still there.',
    runbook: 'erasure-stuck',
  },
  {
    id: 'owner-silent',
    pattern: '{ $.message = "A data owner did not answer" }',
    threshold: 1,
    period: Duration.minutes(60),
    impact:
      "A store of the product's did not say for four days whether it has erased somebody: the receipt is incomplete.",
    runbook: 'owner-silent',
  },
  {
    id: 'log-line-missing',
    pattern: '{ $.message = "Log line missing" }',
    threshold: 1,
    period: Duration.minutes(15),
    impact: "A line of a company's audit log was gone before it was linked: that log can't be proven whole.",
    runbook: 'log-chain',
  },
];
