import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { type AlarmSetting, fiveMinutes, HouseAlarm } from '../house-alarm.ts';

const sum = { statistic: Stats.SUM, period: fiveMinutes };

/** The API as people meet it: answers that are our fault, and answers that let them wait. */
export class ApiAlarms extends Construct {
  constructor(scope: Construct, id: string, httpApi: HttpApi, { prefix, action, metricMath }: AlarmSetting) {
    super(scope, id);
    new HouseAlarm(this, 'ServerErrors', {
      name: `${prefix}-api-5xx`,
      impact:
        'People get "Something went wrong": five requests in a hundred fail, or five where there are few.',
      runbook: 'api-5xx',
      metric: metricMath ? failedInHundred(httpApi) : httpApi.metricServerError(sum),
      threshold: 5,
      action,
    });
    new HouseAlarm(this, 'Latency', {
      name: `${prefix}-api-latency`,
      impact: 'One request in a hundred takes three seconds or longer: pages feel stuck.',
      runbook: 'api-latency',
      metric: httpApi.metricLatency({ period: fiveMinutes, statistic: Stats.p(99) }),
      threshold: 3000,
      periods: 3,
      action,
    });
  }
}

/** The share of failed requests; their number where there are too few for a share. */
function failedInHundred(httpApi: HttpApi): MathExpression {
  return new MathExpression({
    label: 'failed requests, in a hundred',
    expression: 'IF(requests < 100, failed, 100 * failed / requests)',
    usingMetrics: { requests: httpApi.metricCount(sum), failed: httpApi.metricServerError(sum) },
    period: fiveMinutes,
  });
}
