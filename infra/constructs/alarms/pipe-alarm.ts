import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type AlarmSetting, fiveMinutes, HouseAlarm } from '../house-alarm.ts';

/** A pipe that fails keeps its place in the stream and tries again: everything behind it waits. */
export class PipeAlarm extends Construct {
  constructor(scope: Construct, id: string, pipeName: string, { prefix, action }: AlarmSetting) {
    super(scope, id);
    new HouseAlarm(this, 'Failures', {
      name: `${prefix}-outbox-failing`,
      impact: 'Events do not leave the table: no mail goes out, and the product hears of nothing.',
      runbook: 'outbox-failing',
      metric: new Metric({
        namespace: 'AWS/EventBridge/Pipes',
        metricName: 'ExecutionFailed',
        dimensionsMap: { PipeName: pipeName },
        statistic: Stats.SUM,
        period: fiveMinutes,
      }),
      threshold: 1,
      periods: 3,
      badPeriods: 2,
      action,
    });
  }
}
