import { runInNewContext } from 'node:vm';

/** An alarm's properties, as a template has them. */
export type AlarmProperties = Record<string, any>;

/** What a metric says of each period, the oldest first; null where it said nothing. */
export type Points = readonly (number | null)[];

/** The metrics that an alarm looks at, by their ids in its expression; `metric` where it has none. */
export function metricsOf(alarm: AlarmProperties): Map<string, string> {
  if (alarm['Metrics'] === undefined)
    return new Map([['metric', `${alarm['Namespace']} ${alarm['MetricName']}`]]);
  const stats = alarm['Metrics'].filter(({ MetricStat }: any) => MetricStat !== undefined);
  return new Map(
    stats.map(({ Id, MetricStat: { Metric } }: any) => [Id, `${Metric.Namespace} ${Metric.MetricName}`]),
  );
}

/**
 * The state of an alarm after its metrics said so: CloudWatch's rules for M bad ones of N periods, for metric math as far
 * as our alarms use it (IF and arithmetic), and for periods that say nothing.
 */
export function stateOf(alarm: AlarmProperties, given: Readonly<Record<string, Points>>): 'ALARM' | 'OK' {
  const count: number = alarm['EvaluationPeriods'];
  const periods = Array.from({ length: count }, (_, period) => {
    const value = valueOf(alarm, given, period);
    if (value === null) return alarm['TreatMissingData'] === 'breaching';
    switch (alarm['ComparisonOperator']) {
      case 'GreaterThanOrEqualToThreshold':
        return value >= alarm['Threshold'];
      case 'LessThanThreshold':
        return value < alarm['Threshold'];
      default:
        throw new Error(`Unknown: ${alarm['ComparisonOperator']}`);
    }
  });
  return periods.filter(Boolean).length >= (alarm['DatapointsToAlarm'] ?? count) ? 'ALARM' : 'OK';
}

function valueOf(
  alarm: AlarmProperties,
  given: Readonly<Record<string, Points>>,
  period: number,
): number | null {
  const values = [...metricsOf(alarm).keys()].map((id) => [id, given[id]?.[period] ?? null] as const);
  const math = alarm['Metrics']?.find(({ Expression }: any) => Expression !== undefined)?.Expression;
  if (math === undefined) return values[0]![1];
  if (values.some(([, value]) => value === null)) return null;
  const choose = (condition: boolean, yes: number, no: number) => (condition ? yes : no);
  return runInNewContext(math, { IF: choose, ...Object.fromEntries(values) });
}

/** Whether a line passes a JSON filter of CloudWatch Logs: `{ $.field = "value" }`, joined by `&&` or `||`. */
export function passes(pattern: string, line: string): boolean {
  const inner = /^\{ (.+) \}$/.exec(pattern)?.[1];
  if (inner === undefined) throw new Error(`Not a JSON filter: ${pattern}`);
  const parsed: unknown = JSON.parse(line);
  const fields = new Map(Object.entries(parsed as object));
  const holds = (term: string) => {
    const [, field = '', value] = /^\$\.(\w+) = "([^"]*)"$/.exec(term) ?? [];
    if (value === undefined) throw new Error(`Not understood: ${term}`);
    return fields.get(field) === value;
  };
  return inner.split(' || ').some((each) => each.split(' && ').every(holds));
}
