import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { App, Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { HouseAlarm } from '../constructs/house-alarm.ts';
import { named, only, readable, resources, stageApp, statements, templates } from './tests/synthesized.ts';

const { stacks } = stageApp('prod');
const { observability, edgeAlarms, api, data, email } = templates(stacks);
const alarms = [observability, edgeAlarms].flatMap((template) =>
  resources(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties),
);
const runbooks = join(import.meta.dirname, '../../docs/runbooks');
const runbookOf = (alarm: Record<string, any>) =>
  /docs\/runbooks\/([a-z0-9-]+)\.md$/.exec(alarm['AlarmDescription'])?.[1];

/** The alarms that look at a part, by the name of the dimension that holds it. */
const watching = (dimension: string, part: string) =>
  alarms
    .filter((alarm) => {
      const metrics = alarm['Metrics']?.map(({ MetricStat }: any) => MetricStat?.Metric ?? {}) ?? [alarm];
      return metrics.some(({ Dimensions = [] }: any) =>
        Dimensions.some(({ Name, Value }: any) => Name === dimension && readable(Value) === part),
      );
    })
    .map(({ AlarmName }) => AlarmName);

const ids = (template: typeof api, type: string) =>
  resources(template, type).map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));

describe('every alarm', () => {
  test.each(alarms.map((alarm) => [alarm['AlarmName'], alarm]))(
    '%s says what people notice, names a runbook and tells the topic when it fires and when it is over',
    (_, alarm) => {
      expect(alarm['AlarmDescription']).toMatch(/^[A-Z].{20,}\. What to do: docs\/runbooks\/[a-z0-9-]+\.md$/);
      // CloudWatch's bound on a description.
      expect(alarm['AlarmDescription'].length).toBeLessThanOrEqual(1024);
      expect(existsSync(join(runbooks, `${runbookOf(alarm)}.md`))).toBe(true);
      for (const actions of [alarm['AlarmActions'], alarm['OKActions']])
        expect(actions.map(readable)).toEqual(['AlarmsTopic']);
    },
  );

  test('has a name of its own', () => {
    expect(new Set(alarms.map(({ AlarmName }) => AlarmName)).size).toBe(alarms.length);
  });

  test('can’t be made with a runbook that nobody wrote', () => {
    const stack = new Stack(new App(), 'Stack');
    const make = () =>
      new HouseAlarm(stack, 'Alarm', {
        name: 'some-alarm',
        impact: 'Nobody notices.',
        runbook: 'not-written',
        metric: new Metric({ namespace: 'Test', metricName: 'Count' }),
        threshold: 1,
        action: new SnsAction(new Topic(stack, 'Topic')),
      });
    expect(make).toThrow('Alarm "some-alarm" names docs/runbooks/not-written.md, which does not exist');
  });
});

describe('every runbook', () => {
  const files = readdirSync(runbooks);

  test.each(files)(
    '%s is named by an alarm, and says where to look, what to do and when it is over',
    (file) => {
      expect(alarms.map((alarm) => `${runbookOf(alarm)}.md`)).toContain(file);
      const text = readFileSync(join(runbooks, file), 'utf8');
      for (const heading of ['## Look', '## Do', '## It is over when']) expect(text).toContain(heading);
      expect(text).toMatch(/^Alarm: `latchkey-<stage>-/m);
    },
  );

  test.each(files)('%s leads nowhere that is not there', (file) => {
    const text = readFileSync(join(runbooks, file), 'utf8');
    for (const [, target = '', heading] of text.matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)) {
      const path = join(runbooks, target);
      expect(existsSync(path), target).toBe(true);
      if (heading === undefined) continue;
      const headings = [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(headings).toContain(heading);
    }
  });
});

describe('nothing is left unwatched', () => {
  test.each(ids(api, 'AWS::Lambda::Function'))('the function %s: crashes, throttles, long runs', (id) => {
    const name = /^Functions([a-z]+)Function$/.exec(id)?.[1];
    expect(watching('FunctionName', id)).toEqual(
      expect.arrayContaining(
        ['errors', 'throttles', 'duration'].map((what) => `latchkey-prod-${name}-${what}`),
      ),
    );
  });

  test.each(resources(api, 'AWS::SQS::Queue').map(([id, { Properties }]) => [id, Properties] as const))(
    'the queue %s: what was given up, or waits too long',
    (id, properties) => {
      const names = watching('QueueName', `${id.replace(/[0-9A-F]{8}$/, '')}.QueueName`);
      expect(names).toHaveLength(1);
      expect(names[0]!.endsWith('-age')).toBe(properties['RedrivePolicy'] !== undefined);
    },
  );

  test.each(ids(data, 'AWS::DynamoDB::Table'))(
    'the table %s: throttles, its own and those of an index',
    (id) => {
      const { GlobalSecondaryIndexes = [] } = named(data, 'AWS::DynamoDB::Table', id).Properties;
      expect(watching('TableName', id)).toHaveLength(2 + 2 * GlobalSecondaryIndexes.length);
      for (const { IndexName } of GlobalSecondaryIndexes)
        expect(watching('GlobalSecondaryIndexName', IndexName)).toHaveLength(2);
    },
  );

  test.each(ids(email, 'AWS::SES::ConfigurationSet'))('the mail of %s: bounces and complaints', (id) => {
    expect(watching('ses:configuration-set', id)).toHaveLength(2);
  });

  test('the logs of all functions: every signal', () => {
    const filters = resources(observability, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => [
      readable(Properties['LogGroupName']),
      Properties['MetricTransformations'][0].MetricName,
    ]);
    const signals = new Set(filters.map(([, signal]) => signal));
    const logs = ids(api, 'AWS::Lambda::Function').map((id) => id.replace(/Function$/, 'Log'));
    expect(filters.toSorted()).toEqual(
      logs.flatMap((log) => [...signals].map((signal) => [log, signal])).toSorted(),
    );
    for (const signal of signals)
      expect(alarms.map(({ AlarmName }) => AlarmName)).toContain(`latchkey-prod-${signal}`);
  });
});

describe.each([
  ['the Region of the stage', observability],
  ['us-east-1', edgeAlarms],
])('the topic in %s', (_, template) => {
  test('mails the address of the stage', () => {
    expect(only(template, 'AWS::SNS::Subscription').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'operations@example.com',
    });
  });

  test("is spoken to over TLS, by this account's alarms", () => {
    const [deny, allow, ...others] = statements(
      only(template, 'AWS::SNS::TopicPolicy').Properties['PolicyDocument'],
    );
    expect(others).toEqual([]);
    expect(deny).toMatchObject({
      Effect: 'Deny',
      Action: 'sns:Publish',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(allow).toMatchObject({
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });
});

describe('the alarms of the edge', () => {
  test('are where CloudFront reports, after the distribution, whose id they read without holding on to it', () => {
    const { app } = stageApp('prod');
    const assembly = app.synth();
    const stack = assembly.getStackByName('latchkey-prod-edge-alarms');
    expect(stack.environment.region).toBe('us-east-1');
    expect(stack.dependencies.map(({ id }) => id)).toContain('latchkey-prod-site');
    const { Dimensions } = alarms.find(({ AlarmName }) => AlarmName === 'latchkey-prod-edge-latency')!;
    expect(Dimensions).toContainEqual({
      Name: 'DistributionId',
      Value: {
        'Fn::GetStackOutput': expect.objectContaining({
          StackName: 'latchkey-prod-site',
          OutputName: 'DistributionId',
        }),
      },
    });
    expect(JSON.stringify(stack.template)).not.toContain('Fn::ImportValue');
  });

  test('look for the id in the Region that the command line deploys to', () => {
    vi.stubEnv('CDK_DEFAULT_REGION', 'eu-central-1');
    const { edgeAlarms: abroad } = templates(stageApp('prod').stacks);
    vi.unstubAllEnvs();
    expect(JSON.stringify(abroad.toJSON())).toContain(
      '"StackName":"latchkey-prod-site","Region":"eu-central-1","OutputName":"DistributionId"',
    );
  });
});

test('the stack holds on to nothing of the others: no export keeps them from changing', () => {
  const text = JSON.stringify(observability.toJSON());
  expect(text).toContain('Fn::GetStackOutput');
  expect(text).not.toContain('Fn::ImportValue');
});

test('one dashboard shows every function, queue and table', () => {
  const { Properties } = only(observability, 'AWS::CloudWatch::Dashboard');
  // An account has one of a name, in all Regions together.
  expect(readable(Properties['DashboardName'])).toBe('latchkey-prod-observability-board-<Region>');
  const body = JSON.stringify(Properties['DashboardBody']);
  for (const name of ['account', 'identity', 'mailer', 'sweep', 'mail-queue', 'mail-dead-letters'])
    expect(body).toContain(`\\"label\\":\\"${name}\\"`);
});
