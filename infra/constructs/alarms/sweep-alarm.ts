import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type AlarmSetting, fiveMinutes, HouseAlarm } from '../house-alarm.ts';

/** The sweep should run five times in five minutes; silence is an alarm, too. */
export class SweepAlarm extends Construct {
  constructor(scope: Construct, id: string, sweep: Function, { prefix, action }: AlarmSetting) {
    super(scope, id);
    new HouseAlarm(this, 'Runs', {
      name: `${prefix}-sweep-not-running`,
      impact:
        'Nothing that falls due is done: no recovery completes, no trial of IP restrictions reverts, nothing deferred is sent.',
      runbook: 'sweep-not-running',
      metric: sweep.metricInvocations({ period: fiveMinutes, statistic: Stats.SUM }),
      threshold: 1,
      periods: 2,
      bad: 'low',
      action,
    });
  }
}
