import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableBase } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type AlarmSetting, fiveMinutes, HouseAlarm } from '../house-alarm.ts';

/** On demand, a table throttles when one partition is asked too much or traffic doubles at once; and it may be down. */
export class TableAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    name: string,
    table: TableBase,
    { prefix, action }: AlarmSetting,
  ) {
    super(scope, id);
    const throttled = (what: 'Read' | 'Write') =>
      new HouseAlarm(this, what, {
        name: `${prefix}-${name}-${what.toLowerCase()}-throttles`,
        impact: `The table ${name} refuses ${what.toLowerCase()}s: requests are tried again, are slow, and then fail.`,
        runbook: 'table-throttles',
        metric: new Metric({
          namespace: 'AWS/DynamoDB',
          metricName: `${what}ThrottleEvents`,
          dimensionsMap: { TableName: table.tableName },
          statistic: Stats.SUM,
          period: fiveMinutes,
        }),
        threshold: 10,
        action,
      });
    throttled('Read');
    throttled('Write');
  }
}
