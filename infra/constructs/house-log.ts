import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';

const retentions = {
  7: RetentionDays.ONE_WEEK,
  14: RetentionDays.TWO_WEEKS,
  30: RetentionDays.ONE_MONTH,
  90: RetentionDays.THREE_MONTHS,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
  731: RetentionDays.TWO_YEARS,
} as const satisfies Record<Stage['logDays'], RetentionDays>;

/** A log that ends: its lines after the stage's days, itself with its stack unless it is to be kept. */
export function houseLog(
  scope: Construct,
  id: string,
  days: Stage['logDays'],
  removalPolicy: RemovalPolicy = RemovalPolicy.DESTROY,
): LogGroup {
  return new LogGroup(scope, id, { retention: retentions[days], removalPolicy });
}
