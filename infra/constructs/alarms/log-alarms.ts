import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnMetricFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type AlarmSetting, HouseAlarm } from '../house-alarm.ts';
import { logSignals } from './log-signals.ts';

/** Counts each signal over the logs of all functions, and fires when it is seen too often. */
export class LogAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    logs: ReadonlyMap<string, ILogGroup>,
    { prefix, action }: AlarmSetting,
  ) {
    super(scope, id);
    for (const signal of logSignals) {
      const counted = { metricNamespace: prefix, metricName: signal.id };
      for (const [name, { logGroupName }] of logs) {
        new CfnMetricFilter(this, `${signal.id}-${name}`, {
          logGroupName,
          filterPattern: signal.pattern,
          metricTransformations: [{ ...counted, metricValue: '1' }],
        });
      }
      new HouseAlarm(this, signal.id, {
        name: `${prefix}-${signal.id}`,
        impact: signal.impact,
        runbook: signal.runbook,
        metric: new Metric({
          namespace: counted.metricNamespace,
          metricName: counted.metricName,
          statistic: Stats.SUM,
          period: signal.period,
        }),
        threshold: signal.threshold,
        action,
      });
    }
  }
}
