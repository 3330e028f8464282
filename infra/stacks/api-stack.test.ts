import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { lifecycleEvents } from '#events/lifecycle/catalogue.ts';
import { foundingEvents, notifiedEvents } from '#events/notified-events.ts';
import { contracts } from '#functions/handlers/contracts.ts';
import { mailsOf } from '#functions/mailer/mails-of.ts';
import { environmentSchema } from '#functions/shared/environment.ts';
import { routeKey } from '#functions/shared/contract.ts';
import { only, readable, resources, stageApp, statements, templates } from './tests/synthesized.ts';

const { stacks } = stageApp('prod');
const { api } = templates(stacks);

const functions = resources(api, 'AWS::Lambda::Function').map(([id, { Properties }]) => ({
  name: /^Functions([a-z]+)Function/.exec(id)?.[1] ?? id,
  id,
  ...Properties,
})) as Record<string, any>[];

const rules = resources(api, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
const ruleTo = (target: RegExp) => rules.find(({ Targets }) => target.test(readable(Targets[0].Arn)))!;

/** The event source of a queue. */
const feedOf = (queue: string) =>
  resources(api, 'AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => Properties)
    .find(({ EventSourceArn }) => readable(EventSourceArn) === `${queue}.Arn`)!;

describe('the routes', () => {
  const integrations = new Map(
    resources(api, 'AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => [id, Properties]),
  );

  test('are those of the contracts, each to the function that its contract names', () => {
    const routes = resources(api, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
      const integrationId = Properties['Target']['Fn::Join'][1][1].Ref;
      const target = readable(integrations.get(integrationId)!['IntegrationUri']);
      return [Properties['RouteKey'], /^Functions([a-z]+)Function\.Arn$/.exec(target)?.[1]];
    });
    expect(Object.fromEntries(routes)).toEqual(
      Object.fromEntries(contracts.map((contract) => [routeKey(contract), contract.function])),
    );
    expect(routes).toHaveLength(contracts.length);
  });

  test('hand the handlers payload 2.0', () => {
    expect(new Set([...integrations.values()].map((each) => each['PayloadFormatVersion']))).toEqual(
      new Set(['2.0']),
    );
  });

  test('are the only way to invoke a function from outside', () => {
    const permissions = resources(api, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .filter(({ Principal }) => Principal !== 'events.amazonaws.com');
    expect(permissions).toHaveLength(6);
    for (const permission of permissions) {
      expect(permission['Principal']).toBe('apigateway.amazonaws.com');
      expect(readable(permission['SourceArn'])).toMatch(/:execute-api:<Region>:<AccountId>:Api\/\*\/\*\/\*$/);
    }
    expect(resources(api, 'AWS::Lambda::Url')).toEqual([]);
  });
});

describe('the functions', () => {
  test('are those of the contracts, and those behind the stream, the queues and the schedule', () => {
    expect(functions.map(({ name }) => name).toSorted()).toEqual(
      [
        ...new Set([
          ...contracts.map((contract) => contract.function),
          'outbox',
          'mailer',
          'expand',
          'deliver',
          'feedback',
          'sweep',
          'erasure',
          'answers',
          'exporter',
          'chain',
        ]),
      ].toSorted(),
    );
  });

  test.each(functions)('$name runs on Node 24 and arm64, traced, with a log that ends', (fn) => {
    expect(fn).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON' },
    });
    const log = resources(api, 'AWS::Logs::LogGroup').find(
      ([id]) => id === fn['LoggingConfig'].LogGroup.Ref,
    )![1].Properties;
    expect(log['RetentionInDays']).toBe(365);
  });

  test('that answer requests give up before API Gateway does', () => {
    const answering = functions.filter(({ name }) =>
      ['account', 'identity', 'media', 'danger', 'integrations', 'channels'].includes(name),
    );
    expect(answering).toHaveLength(6);
    for (const { Timeout } of answering) expect(Timeout).toBeLessThan(30);
  });
});

describe('the environment', () => {
  const environments = functions.map(({ name, Environment }) => ({
    name,
    variables: Environment?.Variables,
  }));

  test('has every variable that functions/shared/environment.ts reads, and no other', () => {
    const set = environments.flatMap(({ variables = {} }) => Object.keys(variables));
    expect([...new Set(set)].toSorted()).toEqual(Object.keys(environmentSchema.entries).toSorted());
  });

  test.each(environments.filter(({ variables }) => variables !== undefined))(
    '$name can be parsed by its function',
    ({ variables }) => {
      const values = Object.entries(variables).map(([name, value]) => [
        name,
        // What a deploy fills in.
        name === 'SITE_URL' ? 'https://d111111abcdef8.cloudfront.net' : readable(value),
      ]);
      expect(v.safeParse(environmentSchema, Object.fromEntries(values)).issues).toBeUndefined();
    },
  );

  test.each([
    ['account', ['ORIGIN_SECRET_ID', 'SMS_ORIGIN']],
    [
      'identity',
      [
        'CODE_SECRET_ID',
        'ORIGIN_SECRET_ID',
        'USER_POOL_CLIENT_ID',
        'USER_POOL_CLIENT_SECRET_ID',
        'USER_POOL_ID',
      ],
    ],
    ['media', ['AVATAR_BUCKET', 'ORIGIN_SECRET_ID']],
    ['integrations', ['INTEGRATIONS_KEY_ID', 'ORIGIN_SECRET_ID', 'PROVIDER_TESTS']],
    [
      'danger',
      [
        'ARCHIVE_DAYS',
        'CODE_SECRET_ID',
        'DELETION_GRACE_DAYS',
        'ERASURE_FUNCTION',
        'EXPORT_BUCKET',
        'LOG_DAYS',
        'ORIGIN_SECRET_ID',
        'RECORDS_TABLE_NAME',
        'USER_POOL_CLIENT_ID',
        'USER_POOL_CLIENT_SECRET_ID',
        'USER_POOL_ID',
      ],
    ],
    ['exporter', ['AVATAR_BUCKET', 'EXPORT_BUCKET', 'RECORDINGS_BUCKET', 'RECORDS_TABLE_NAME']],
    ['mailer', ['CODE_SECRET_ID', 'MAIL_CONFIGURATION_SET', 'MAIL_FROM']],
    ['channels', ['CHANNEL_SECRET_ID', 'ORIGIN_SECRET_ID', 'PUSH_HOSTS', 'SMS_COUNTRIES', 'SMS_ORIGIN']],
    ['feedback', []],
    ['expand', ['DELIVERY_QUEUE_URL', 'REFUSED_QUEUE_URL', 'REQUEST_QUEUE_URL']],
    [
      'deliver',
      ['CHANNEL_SECRET_ID', 'MAIL_FROM', 'NOTIFICATION_CONFIGURATION_SET', 'PUSH_HOSTS', 'SMS_ORIGIN'],
    ],
    ['sweep', ['DELIVERY_QUEUE_URL', 'ERASURE_FUNCTION', 'USER_POOL_ID']],
    [
      'erasure',
      [
        'ARCHIVE_BUCKET',
        'ARCHIVE_DAYS',
        'AVATAR_BUCKET',
        'DATA_OWNERS',
        'EXPORT_BUCKET',
        'LOG_DAYS',
        'RECORDINGS_BUCKET',
        'RECORDS_TABLE_NAME',
        'USER_POOL_ID',
      ],
    ],
    ['answers', ['REFUSED_ANSWERS_QUEUE_URL']],
    ['chain', []],
  ])('of %s has its own variables beside the common ones', (name, own) => {
    const common = [
      'EMAIL_CHANGE',
      'PASSWORD_COMPOSITION',
      'PRODUCT_NAME',
      'SESSION_ABSOLUTE_DAYS',
      'SITE_URL',
      'SUPPORT_EMAIL',
      'TABLE_NAME',
    ];
    const { variables } = environments.find((each) => each.name === name)!;
    expect(Object.keys(variables).toSorted()).toEqual([...common, ...own].toSorted());
  });

  test('names secrets by their ARN and holds none', () => {
    for (const { variables = {} } of environments) {
      for (const name of Object.keys(variables).filter((each) => each.endsWith('_SECRET_ID'))) {
        expect(Object.keys(variables[name])).toEqual(['Fn::ImportValue']);
      }
      expect(JSON.stringify(variables)).not.toMatch(/resolve:|ClientSecret"/);
    }
  });

  test('carries the settings of the stage', () => {
    const support = templates(
      stageApp('prod', { emailChange: 'support-only', passwordComposition: true, sessionAbsoluteDays: 7 })
        .stacks,
    ).api;
    const [, identity] = resources(support, 'AWS::Lambda::Function').find(([id]) => id.includes('identity'))!;
    expect(identity.Properties['Environment'].Variables).toMatchObject({
      EMAIL_CHANGE: 'support-only',
      PASSWORD_COMPOSITION: 'true',
      SESSION_ABSOLUTE_DAYS: '7',
      SUPPORT_EMAIL: 'support@example.com',
      PRODUCT_NAME: 'Latchkey',
    });
  });

  test("has the distribution's address as the site's, or the stage's own domain", () => {
    const siteUrl = (template: typeof api) =>
      readable(
        resources(template, 'AWS::Lambda::Function').find(([id]) => id.includes('mailer'))![1].Properties[
          'Environment'
        ].Variables.SITE_URL,
      );
    expect(siteUrl(api)).toBe('https://Distribution.DomainName');
    const domain = {
      name: 'account.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d',
    };
    expect(siteUrl(templates(stageApp('prod', { domain }).stacks).api)).toBe('https://account.example.com');
  });
});

describe('the outbox', () => {
  const pipe = only(api, 'AWS::Pipes::Pipe').Properties;

  test('carries nothing before all who listen are there, and may be reached', () => {
    const after = only(api, 'AWS::Pipes::Pipe').DependsOn;
    const listening = [
      'AWS::Events::Rule',
      'AWS::SQS::QueuePolicy',
      'AWS::Logs::ResourcePolicy',
      'AWS::Lambda::Function',
    ].flatMap((type) => resources(api, type).map(([id]) => id));
    expect(after).toEqual(expect.arrayContaining(listening));
    // Nor do they wait for it in turn.
    const [id] = resources(api, 'AWS::Pipes::Pipe')[0]!;
    expect(JSON.stringify(api.toJSON()['Resources']).split(`"${id}"`)).toHaveLength(2);
  });

  test('lets through new event items only', () => {
    expect(JSON.parse(pipe['SourceParameters'].FilterCriteria.Filters[0].Pattern)).toEqual({
      eventName: ['INSERT'],
      dynamodb: { Keys: { pk: { S: [{ prefix: 'EVENTS#' }] } } },
    });
    expect(pipe['SourceParameters'].FilterCriteria.Filters).toHaveLength(1);
  });

  test("carries the table's stream through the outbox function to the bus, under the event's own type", () => {
    expect(readable(pipe['Source'])).toBe('Table.StreamArn');
    expect(readable(pipe['Enrichment'])).toBe('FunctionsoutboxFunction.Arn');
    expect(readable(pipe['Target'])).toBe('Bus.Arn');
    expect(pipe['TargetParameters']).toEqual({
      EventBridgeEventBusParameters: { Source: 'latchkey', DetailType: '$.type' },
    });
  });

  test('misses nothing, halves what fails and keeps what can never pass', () => {
    expect(pipe['SourceParameters'].DynamoDBStreamParameters).toEqual({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      OnPartialBatchItemFailure: 'AUTOMATIC_BISECT',
      MaximumRetryAttempts: 60,
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^OutboxDeadLetters/), 'Arn'] } },
    });
  });
});

describe('mail', () => {
  const rule = ruleTo(/^MailQueue\.Arn$/);
  const types: string[] = rule['EventPattern']['detail-type'];

  test('is queued for exactly the events that the mailer has mails for', () => {
    const settings = { siteUrl: 'https://x.example', productName: '', supportEmail: '', codeSecret: '' };
    const mailed = lifecycleEvents
      .map(({ type }) => type)
      .filter((type) => {
        try {
          // Without the data that its mails need, a type that has mails can't be read.
          mailsOf({ type, data: {} } as any, settings);
          return false;
        } catch {
          return true;
        }
      });
    expect(types.toSorted()).toEqual(mailed.toSorted());
    expect(rule['EventPattern'].source).toEqual(['latchkey']);
    expect(readable(rule['EventBusName'])).toBe('Bus');
  });

  test('waits in an encrypted queue, and in a second one when it fails for half an hour', () => {
    const queues = resources(api, 'AWS::SQS::Queue');
    const queue = queues.find(([id]) => id.startsWith('MailQueue'))![1].Properties;
    expect(readable(queue['RedrivePolicy'].deadLetterTargetArn)).toBe('MailDeadLetters.Arn');
    expect(queue['RedrivePolicy'].maxReceiveCount * queue['VisibilityTimeout']).toBe(30 * 60);
    expect(readable(rule['Targets'][0].DeadLetterConfig.Arn)).toBe('MailDeadLetters.Arn');
    const mailer = functions.find(({ name }) => name === 'mailer')!;
    expect(queue['VisibilityTimeout']).toBeGreaterThanOrEqual(mailer['Timeout']);
    for (const [, { Properties }] of queues) expect(Properties['SqsManagedSseEnabled']).toBe(true);
  });

  test('is taken off the queue by the mailer, whose batches may fail in part', () => {
    const feed = feedOf('MailQueue');
    expect(readable(feed['FunctionName'])).toBe('FunctionsmailerFunction');
    expect(feed['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });
});

describe('notifications', () => {
  const to = (target: RegExp) => rules.filter(({ Targets }) => target.test(readable(Targets[0].Arn)));

  test('are asked for by the sources of the stage and by Latchkey itself, and told of its own events', () => {
    const patterns = to(/^NotificationsRequestQueue\.Arn$/).map(({ EventPattern }) => EventPattern);
    expect(patterns).toEqual([
      { source: ['product', 'latchkey'], 'detail-type': ['latchkey.notification.requested'] },
      { source: ['latchkey'], 'detail-type': [...notifiedEvents, ...foundingEvents] },
    ]);
    const { stacks: others } = stageApp('prod', { notificationSources: ['calls', 'billing'] });
    const sources = resources(templates(others).api, 'AWS::Events::Rule').map(
      ([, { Properties }]) => Properties['EventPattern']?.source,
    );
    expect(sources).toContainEqual(['calls', 'billing', 'latchkey']);
  });

  test.each([
    ['Request', 'expand', 60 * 60],
    ['Delivery', 'deliver', 60 * 60],
  ])('%s messages go to %s, and fail for an hour before they are dead letters', (name, fn, seconds) => {
    const queue = resources(api, 'AWS::SQS::Queue').find(([id]) =>
      id.startsWith(`Notifications${name}Queue`),
    )![1].Properties;
    expect(readable(queue['RedrivePolicy'].deadLetterTargetArn)).toBe(`Notifications${name}DeadLetters.Arn`);
    expect(queue['RedrivePolicy'].maxReceiveCount * queue['VisibilityTimeout']).toBe(seconds);
    const { Timeout } = functions.find((each) => each['name'] === fn)!;
    expect(queue['VisibilityTimeout']).toBeGreaterThanOrEqual(Timeout);
    const feed = feedOf(`Notifications${name}Queue`);
    expect(readable(feed['FunctionName'])).toBe(`Functions${fn}Function`);
    expect(feed['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  test('are delivered within the lease of a delivery (three minutes)', () => {
    expect(functions.find(({ name }) => name === 'deliver')!['Timeout']).toBeLessThan(180);
  });
});

describe('the sweep', () => {
  const rule = ruleTo(/^FunctionssweepFunction\.Arn$/);

  test('runs every minute, and only its own rule starts it', () => {
    expect(rule['ScheduleExpression']).toBe('rate(1 minute)');
    expect(rule['Targets']).toHaveLength(1);
    const permissions = resources(api, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .filter(({ Principal }) => Principal === 'events.amazonaws.com');
    expect(permissions.map(({ FunctionName }) => readable(FunctionName))).toEqual([
      'FunctionssweepFunction.Arn',
    ]);
    expect(readable(permissions[0]!['SourceArn'])).toBe('SweepRule.Arn');
  });

  test('ends before its claims on due items do (six minutes)', () => {
    expect(functions.find(({ name }) => name === 'sweep')!['Timeout']).toBeLessThan(360);
  });
});

describe('feedback', () => {
  test('on mails is queued for the function that marks addresses, whose batches may fail in part', () => {
    const rule = ruleTo(/^MailProblemsQueue\.Arn$/);
    expect(rule['EventPattern']).toEqual({
      source: ['aws.ses'],
      'detail-type': ['Email Bounced', 'Email Complaint Received'],
    });
    expect(readable(rule['EventBusName'])).toBe('Bus');
    const feed = resources(api, 'AWS::Lambda::EventSourceMapping').find(([id]) =>
      id.startsWith('MailProblemsFeed'),
    )![1].Properties;
    expect(readable(feed['FunctionName'])).toBe('FunctionsfeedbackFunction');
    expect(feed['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  test('never leads a push message to this network', () => {
    const channels = functions.find(({ name }) => name === 'channels')!;
    expect(channels['Environment'].Variables.PUSH_HOSTS).toBe('public');
  });
});

describe('queues', () => {
  test('refuse plain HTTP', () => {
    const policies = resources(api, 'AWS::SQS::QueuePolicy').map(([, { Properties }]) => Properties);
    const denying = policies.filter(({ PolicyDocument }) =>
      statements(PolicyDocument).some(
        ({ Effect, Action, Principal, Condition }) =>
          Effect === 'Deny' &&
          Action === 'sqs:*' &&
          Principal.AWS === '*' &&
          Condition.Bool['aws:SecureTransport'] === 'false',
      ),
    );
    const covered = denying.flatMap(({ Queues }) => Queues.map(readable));
    const queues = resources(api, 'AWS::SQS::Queue').map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(queues).toHaveLength(15);
    expect(covered.toSorted()).toEqual(queues.toSorted());
  });
});

describe('the event log', () => {
  const rule = ruleTo(/:log-group:/);

  test('takes every event of ours', () => {
    expect(rule['EventPattern']).toEqual({ source: ['latchkey'] });
    expect(readable(rule['EventBusName'])).toBe('Bus');
  });

  test('says what happened, without data and origin, which hold addresses, nor whose account it was', () => {
    const { InputPathsMap: paths, InputTemplate: template } = rule['Targets'][0].InputTransformer;
    expect(Object.values(paths).toSorted()).toEqual([
      '$.detail-type',
      '$.detail.actor.kind',
      '$.detail.companyId',
      '$.detail.id',
      '$.detail.version',
      '$.time',
    ]);
    expect(template).toMatch(/^\{"timestamp":<time>,"message":".*"\}$/);
  });
});
