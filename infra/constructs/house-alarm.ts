import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const runbooks = join(import.meta.dirname, '../../docs/runbooks');

export interface HouseAlarmProps {
  /** Its name in mails and in the console: `latchkey-prod-mail-dead-letters`. */
  readonly name: string;
  /** What people notice of it, or soon will: one sentence, which the alarm's mail begins with. */
  readonly impact: string;
  /** What to do: a file of docs/runbooks, without its ending. */
  readonly runbook: string;
  readonly metric: IMetric;
  /** Reached or passed, it fires. */
  readonly threshold: number;
  /** How many periods of the metric it looks at; one, if not said. */
  readonly periods?: number;
  /** How many of these must be bad; all of them, if not said. */
  readonly badPeriods?: number;
  /** `low`: it is too little that is bad, and silence is, too. */
  readonly bad?: 'high' | 'low';
  readonly action: IAlarmAction;
}

/**
 * An alarm that can't be made without saying what it means for people and which runbook says what to do. Throws where
 * there is no such runbook. It tells when it fires and when it is over.
 */
export class HouseAlarm extends Construct {
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: HouseAlarmProps) {
    super(scope, id);
    const { impact, runbook, action, bad = 'high', periods = 1, badPeriods = periods } = props;
    if (!existsSync(join(runbooks, `${runbook}.md`)))
      throw new Error(
        `Alarm "${props.name}" names docs/runbooks/${runbook}.md, which does not exist: write it`,
      );
    this.alarm = new Alarm(this, 'Alarm', {
      alarmName: props.name,
      alarmDescription: `${impact} What to do: docs/runbooks/${runbook}.md`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: periods,
      datapointsToAlarm: badPeriods,
      ...(bad === 'high'
        ? {
            comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treatMissingData: TreatMissingData.NOT_BREACHING,
          }
        : {
            comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
            treatMissingData: TreatMissingData.BREACHING,
          }),
    });
    this.alarm.addAlarmAction(action);
    this.alarm.addOkAction(action);
  }
}

/** The period of most metrics: short enough to be told soon, long enough not to be told of every hiccup. */
export const fiveMinutes = Duration.minutes(5);

/** What a group of alarms is made with. */
export interface AlarmSetting {
  /** `latchkey-prod`: what their names begin with. */
  readonly prefix: string;
  readonly action: IAlarmAction;
  /** False where an alarm can look at one metric only: in an emulator of AWS. */
  readonly metricMath: boolean;
}
