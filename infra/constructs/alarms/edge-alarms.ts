import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type AlarmSetting, fiveMinutes, HouseAlarm } from '../house-alarm.ts';

/** The site as browsers meet it, before any of our own code: failed answers of CloudFront, and origins that keep it waiting. */
export class EdgeAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    distributionId: string,
    { prefix, action }: Omit<AlarmSetting, 'metricMath'>,
  ) {
    super(scope, id);
    const metric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/CloudFront',
        metricName,
        dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
        statistic,
        period: fiveMinutes,
      });
    new HouseAlarm(this, 'ServerErrors', {
      name: `${prefix}-edge-5xx`,
      impact:
        'Pages or requests fail at the edge: five in a hundred, or five where there are few; people see an error of CloudFront or nothing.',
      runbook: 'edge-5xx',
      metric: new MathExpression({
        label: 'failed answers, in a hundred',
        // CloudFront tells a share; where there are too few for one, it is their number that counts.
        expression: 'IF(requests < 100, share * requests / 100, share)',
        usingMetrics: {
          requests: metric('Requests', Stats.SUM),
          share: metric('5xxErrorRate', Stats.AVERAGE),
        },
        period: fiveMinutes,
      }),
      threshold: 5,
      action,
    });
    new HouseAlarm(this, 'OriginLatency', {
      name: `${prefix}-edge-latency`,
      impact: 'One answer in twenty takes the API, the site or the photos three seconds or longer to begin.',
      runbook: 'edge-latency',
      metric: metric('OriginLatency', Stats.p(95)),
      threshold: 3000,
      periods: 3,
      action,
    });
  }
}
