import { Duration } from 'aws-cdk-lib';
import {
  Dashboard as Board,
  GraphWidget,
  type IMetric,
  type IWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { TableBase } from 'aws-cdk-lib/aws-dynamodb';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { accountWideName } from './template-names.ts';

export interface DashboardProps {
  readonly stage: Stage;
  readonly functions: ReadonlyMap<string, Function>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly tables: ReadonlyMap<string, TableBase>;
  readonly httpApi: HttpApi;
}

/** One page that answers "is it us?": what people meet first, then what is behind it, from top to bottom. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { stage, functions, queues, tables, httpApi }: DashboardProps) {
    super(scope, id);
    const each = <T>(parts: ReadonlyMap<string, T>, metric: (part: T, label: string) => IMetric) =>
      [...parts].map(([label, part]) => metric(part, label));
    const sum = { statistic: Stats.SUM };
    const rows: readonly (readonly IWidget[])[] = [
      [note(stage)],
      [
        graph('Requests', [httpApi.metricCount(sum)]),
        graph('Answers: our fault, theirs', [httpApi.metricServerError(sum), httpApi.metricClientError(sum)]),
        graph('Milliseconds to an answer', [
          httpApi.metricLatency({ statistic: Stats.p(50) }),
          httpApi.metricLatency({ statistic: Stats.p(99) }),
        ]),
      ],
      [
        graph(
          'Runs',
          each(functions, (fn, label) => fn.metricInvocations({ ...sum, label })),
        ),
        graph(
          'Crashes',
          each(functions, (fn, label) => fn.metricErrors({ ...sum, label })),
        ),
        graph(
          'Longest run, milliseconds',
          each(functions, (fn, label) => fn.metricDuration({ statistic: Stats.MAXIMUM, label })),
        ),
      ],
      [
        graph(
          'Waiting',
          each(queues, (queue, label) => queue.metricApproximateNumberOfMessagesVisible({ label })),
        ),
        graph(
          'Longest wait, seconds',
          each(queues, (queue, label) => queue.metricApproximateAgeOfOldestMessage({ label })),
        ),
        graph(
          'Table, units a minute',
          [...tables].flatMap(([name, table]) => [
            table.metricConsumedReadCapacityUnits({ ...sum, label: `${name}, read` }),
            table.metricConsumedWriteCapacityUnits({ ...sum, label: `${name}, written` }),
          ]),
        ),
      ],
    ];
    new Board(this, 'Board', {
      dashboardName: accountWideName(this, 'board'),
      defaultInterval: Duration.hours(3),
      widgets: rows.map((row) => [...row]),
    });
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6, period: Duration.minutes(1) });
}

function note({ name, productName }: Stage): TextWidget {
  const markdown = `# ${productName}, ${name}\nEach alarm names its runbook in docs/runbooks. Logs by request id: CloudWatch Logs Insights, \`filter requestId = "…"\`.`;
  return new TextWidget({ markdown, width: 24, height: 2 });
}
