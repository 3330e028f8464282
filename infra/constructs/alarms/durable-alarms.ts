import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type AlarmSetting, fiveMinutes, HouseAlarm } from '../house-alarm.ts';

/** A durable execution that ended without its receipt: somebody's data may still be there. */
export class DurableAlarms extends Construct {
  constructor(scope: Construct, id: string, name: string, fn: Function, { prefix, action }: AlarmSetting) {
    super(scope, id);
    const alarm = (metricName: string, suffix: string, what: string) =>
      new HouseAlarm(this, metricName, {
        name: `${prefix}-${name}-${suffix}`,
        impact: `A run of ${name} ${what}: data that we promised to erase or hand over may still be where it was.`,
        runbook: 'durable-failed',
        metric: new Metric({
          namespace: 'AWS/Lambda',
          metricName,
          dimensionsMap: { FunctionName: fn.functionName },
          statistic: Stats.SUM,
          period: fiveMinutes,
        }),
        threshold: 1,
        action,
      });
    alarm('DurableExecutionFailed', 'failed', 'failed for good');
    alarm('DurableExecutionTimedOut', 'timed-out', 'did not end in its time');
  }
}
