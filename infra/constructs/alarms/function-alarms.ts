import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type AlarmSetting, fiveMinutes, HouseAlarm } from '../house-alarm.ts';

/** How much of its time-out a run may take before somebody should know. */
const lateShare = 0.8;

/**
 * What every function has: it throws (our handlers answer faults themselves, so this is a crash or a batch that fails),
 * it is throttled, it comes near its time-out.
 */
export class FunctionAlarms extends Construct {
  constructor(scope: Construct, id: string, name: string, fn: Function, { prefix, action }: AlarmSetting) {
    super(scope, id);
    new HouseAlarm(this, 'Errors', {
      name: `${prefix}-${name}-errors`,
      impact: `Runs of the function ${name} crash: what it was to do is answered with an error or done later.`,
      runbook: 'function-errors',
      metric: fn.metricErrors({ period: fiveMinutes, statistic: Stats.SUM }),
      threshold: 1,
      action,
    });
    new HouseAlarm(this, 'Throttles', {
      name: `${prefix}-${name}-throttles`,
      impact: `The function ${name} is refused more runs at once: requests fail, or what is queued comes late.`,
      runbook: 'function-throttles',
      metric: fn.metricThrottles({ period: fiveMinutes, statistic: Stats.SUM }),
      threshold: 1,
      action,
    });
    if (fn.timeout === undefined) throw new Error(`The function ${name} has no time-out of its own`);
    new HouseAlarm(this, 'Duration', {
      name: `${prefix}-${name}-duration`,
      impact: `Runs of the function ${name} come near their time-out of ${fn.timeout.toSeconds()} s, at which they are cut off.`,
      runbook: 'function-duration',
      metric: fn.metricDuration({ period: fiveMinutes, statistic: Stats.MAXIMUM }),
      threshold: lateShare * fn.timeout.toMilliseconds(),
      periods: 3,
      badPeriods: 2,
      action,
    });
  }
}
