import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { type AlarmSetting, HouseAlarm } from '../house-alarm.ts';

/** SES reviews an account at 5 % bounces and 0.1 % complaints, and may stop its mail; these are told well before. */
const limits = { BounceRate: 0.03, ComplaintRate: 0.0008 };

/** The reputation of a configuration set, which SES may take the right to send from. */
export class MailAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    name: string,
    configurationSet: ConfigurationSet,
    { prefix, action }: AlarmSetting,
  ) {
    super(scope, id);
    const reputation = (rate: keyof typeof limits, what: string) =>
      new HouseAlarm(this, rate, {
        name: `${prefix}-mail-${name}-${rate === 'BounceRate' ? 'bounces' : 'complaints'}`,
        impact: `So many ${what} come of ${name} mail that SES may stop all mail: nobody could sign up or reset a password.`,
        runbook: 'mail-reputation',
        metric: new Metric({
          namespace: 'AWS/SES',
          metricName: `Reputation.${rate}`,
          dimensionsMap: { 'ses:configuration-set': configurationSet.configurationSetName },
          statistic: Stats.AVERAGE,
          period: Duration.hours(1),
        }),
        threshold: limits[rate],
        action,
      });
    reputation('BounceRate', 'bounces');
    reputation('ComplaintRate', 'complaints');
  }
}
