import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import { TableBase } from 'aws-cdk-lib/aws-dynamodb';
import { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { ApiAlarms } from '../constructs/alarms/api-alarms.ts';
import { DurableAlarms } from '../constructs/alarms/durable-alarms.ts';
import { FunctionAlarms } from '../constructs/alarms/function-alarms.ts';
import { LogAlarms } from '../constructs/alarms/log-alarms.ts';
import { MailAlarms } from '../constructs/alarms/mail-alarms.ts';
import { PipeAlarm } from '../constructs/alarms/pipe-alarm.ts';
import { QueueAlarms } from '../constructs/alarms/queue-alarms.ts';
import { SweepAlarm } from '../constructs/alarms/sweep-alarm.ts';
import { TableAlarms } from '../constructs/alarms/table-alarms.ts';
import { Dashboard } from '../constructs/dashboard.ts';
import type { AlarmSetting } from '../constructs/house-alarm.ts';
import { OutboxPipe } from '../constructs/outbox-pipe.ts';
import { outputs } from '../constructs/outputs.ts';
import { isDurable, watchedFunctions, watchedQueues, nameIn, all } from '../constructs/watched.ts';
import type { GatewayStack } from './gateway-stack.ts';

export interface ObservabilityStackProps {
  readonly stage: Stage;
  readonly data: Stack;
  readonly email: Stack;
  readonly gateway: GatewayStack;
  readonly api: Stack;
}

/**
 * What tells us that something is wrong: a dashboard, and alarms by mail, each with its impact and its runbook. It
 * watches whatever functions, queues, tables and configuration sets the other stacks have, so that none is forgotten.
 */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, { stage, data, email, gateway, api }: ObservabilityStackProps) {
    super(scope, id, { description: `Latchkey ${stage.name}: dashboard and alarms` });
    // It reads the others' names and must never keep one of them from changing: exports would.
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
    const { topic, action } = new AlarmTopic(this, 'Alarms', stage.alarmMail);
    const setting: AlarmSetting = {
      prefix: `latchkey-${stage.name}`,
      action,
      metricMath: stage.siteUrlWithoutEdge === undefined,
    };

    const functions = watchedFunctions(api);
    for (const [name, fn] of functions) {
      new FunctionAlarms(this, `Function-${name}`, name, fn, setting);
      if (isDurable(fn)) new DurableAlarms(this, `Durable-${name}`, name, fn, setting);
      if (name === 'sweep') new SweepAlarm(this, 'Sweep', fn, setting);
    }
    const queues = watchedQueues(api);
    for (const [name, queue] of queues) new QueueAlarms(this, `Queue-${name}`, name, queue, setting);
    const tables = new Map(all(data, TableBase).map((table) => [nameIn(data, table), table]));
    for (const [name, table] of tables) new TableAlarms(this, `Table-${name}`, name, table, setting);
    for (const set of all(email, ConfigurationSet)) {
      const name = nameIn(email, set);
      new MailAlarms(this, `Mail-${name}`, name, set, setting);
    }
    for (const pipe of all(api, OutboxPipe)) new PipeAlarm(this, 'Outbox', pipe.pipeName, setting);
    new ApiAlarms(this, 'Api', gateway.httpApi, setting);
    new LogAlarms(this, 'Logs', new Map([...functions].map(([name, fn]) => [name, fn.logGroup])), setting);
    new Dashboard(this, 'Dashboard', { stage, functions, queues, tables, httpApi: gateway.httpApi });
    outputs(this, { AlarmTopicArn: topic.topicArn });
  }
}
