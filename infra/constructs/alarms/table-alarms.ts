import { Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTable, type TableBase } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import * as v from 'valibot';
import { tableShape } from '#functions/shared/table.ts';
import { type AlarmSetting, fiveMinutes, HouseAlarm } from '../house-alarm.ts';

/**
 * On demand, a table throttles when one partition is asked too much or traffic doubles at once; and it may be down. What
 * an index refuses is counted for the index alone.
 */
export class TableAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    name: string,
    table: TableBase,
    { prefix, action }: AlarmSetting,
  ) {
    super(scope, id);
    const throttled = (what: 'Read' | 'Write', index?: string) => {
      const refused = `${what.toLowerCase()}s: requests are tried again, are slow, and then fail.`;
      new HouseAlarm(this, `${index ?? ''}${what}`, {
        name: [prefix, name, index, what.toLowerCase(), 'throttles']
          .filter((part) => part !== undefined)
          .join('-'),
        impact:
          index === undefined
            ? `The table ${name} refuses ${refused}`
            : `The index ${index} of the table ${name} refuses ${refused}`,
        runbook: 'table-throttles',
        metric: new Metric({
          namespace: 'AWS/DynamoDB',
          metricName: `${what}ThrottleEvents`,
          dimensionsMap: {
            TableName: table.tableName,
            ...(index !== undefined && { GlobalSecondaryIndexName: index }),
          },
          statistic: Stats.SUM,
          period: fiveMinutes,
        }),
        threshold: 10,
        action,
      });
    };
    for (const index of [undefined, ...indexesOf(table)]) {
      throttled('Read', index);
      throttled('Write', index);
    }
  }
}

const indexesSchema = v.optional(v.array(v.object({ indexName: v.string() })), []);

/** The indexes of a table; of one that was restored, which no template describes, those that it must have. */
function indexesOf(table: TableBase): string[] {
  const resource = table.node.defaultChild;
  if (!(resource instanceof CfnTable)) return [tableShape.indexName];
  const indexes: unknown = Stack.of(table).resolve(resource.globalSecondaryIndexes);
  return v.parse(indexesSchema, indexes).map(({ indexName }) => indexName);
}
