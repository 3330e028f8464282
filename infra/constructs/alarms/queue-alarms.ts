import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type AlarmSetting, fiveMinutes, HouseAlarm } from '../house-alarm.ts';

/** A message this old was tried many times, or nobody takes any. */
const tenMinutes = 600;

/** A queue without a dead-letter queue is one: anything in it was given up. The others must not be left waiting. */
export class QueueAlarms extends Construct {
  constructor(scope: Construct, id: string, name: string, queue: Queue, { prefix, action }: AlarmSetting) {
    super(scope, id);
    if (queue.deadLetterQueue === undefined) {
      new HouseAlarm(this, 'Depth', {
        name: `${prefix}-${name}`,
        impact: `Something was given up and lies in the dead-letter queue ${name}: a mail, a notification or an event did not reach anybody.`,
        runbook: 'dead-letters',
        metric: queue.metricApproximateNumberOfMessagesVisible({
          period: fiveMinutes,
          statistic: Stats.MAXIMUM,
        }),
        threshold: 1,
        action,
      });
      return;
    }
    new HouseAlarm(this, 'Age', {
      name: `${prefix}-${name}-age`,
      impact: `What waits in the queue ${name} has waited for ten minutes: mails or notifications come late.`,
      runbook: 'queue-age',
      metric: queue.metricApproximateAgeOfOldestMessage({ period: fiveMinutes, statistic: Stats.MAXIMUM }),
      threshold: tenMinutes,
      action,
    });
  }
}
