import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allowances, type Resource, resources, stageApp, templates } from './tests/synthesized.ts';

const { app, stacks } = stageApp('prod');
app.synth();
const allowed = allowances(app);

const ownLog = (name: string) => [
  `logs:CreateLogStream Functions${name}Log.Arn`,
  `logs:PutLogEvents Functions${name}Log.Arn`,
];
const traces = ['xray:PutTelemetryRecords *', 'xray:PutTraceSegments *'];
const table = [
  'dynamodb:BatchGetItem Table.Arn',
  'dynamodb:ConditionCheckItem Table.Arn',
  'dynamodb:DeleteItem Table.Arn',
  'dynamodb:GetItem Table.Arn',
  'dynamodb:PutItem Table.Arn',
  'dynamodb:Query Table.Arn',
  'dynamodb:Query Table.Arn/index/gsi1',
  'dynamodb:UpdateItem Table.Arn',
];
const reads = ['dynamodb:BatchGetItem Table.Arn', 'dynamodb:GetItem Table.Arn', 'dynamodb:Query Table.Arn'];
const writes = (...partitions: string[]) =>
  ['DeleteItem', 'PutItem', 'UpdateItem'].map(
    (action) =>
      `dynamodb:${action} Table.Arn if ${JSON.stringify({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } })}`,
  );
const readRecords = [
  'dynamodb:BatchGetItem RecordsTable.Arn',
  'dynamodb:GetItem RecordsTable.Arn',
  'dynamodb:Query RecordsTable.Arn',
];
const ifReceipt = ' if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["MAIL#*"]}}';
const ifBelonging =
  ' if {"ForAllValues:StringEquals":{"kms:EncryptionContextKeys":["companyId","provider"]},"Null":{"kms:EncryptionContext:companyId":"false","kms:EncryptionContext:provider":"false"}}';
const ifSender = ' if {"StringEquals":{"ses:FromAddress":"account@example.com"}}';

/** Who may do what, in all stacks. A role, an action or a resource that is not here fails the test. */
const expected: Record<string, string[]> = {
  'api/Functions/account/Role': [
    ...ownLog('account'),
    ...traces,
    ...table,
    'secretsmanager:GetSecretValue OriginSecret',
  ],
  'api/Functions/identity/Role': [
    ...ownLog('identity'),
    ...traces,
    ...table,
    'cognito-idp:AdminConfirmSignUp UserPool.Arn',
    'cognito-idp:AdminDeleteSoftwareToken UserPool.Arn',
    'cognito-idp:AdminDeleteUser UserPool.Arn',
    'cognito-idp:AdminGetUser UserPool.Arn',
    'cognito-idp:AdminInitiateAuth UserPool.Arn',
    'cognito-idp:AdminRespondToAuthChallenge UserPool.Arn',
    'cognito-idp:AdminSetUserMFAPreference UserPool.Arn',
    'cognito-idp:AdminSetUserPassword UserPool.Arn',
    'cognito-idp:AdminUpdateUserAttributes UserPool.Arn',
    'cognito-idp:AdminUserGlobalSignOut UserPool.Arn',
    'secretsmanager:GetSecretValue ClientSecret',
    'secretsmanager:GetSecretValue CodeSecret',
    'secretsmanager:GetSecretValue OriginSecret',
  ],
  'api/Functions/danger/Role': [
    ...ownLog('danger'),
    ...traces,
    ...table,
    'cognito-idp:AdminDeleteSoftwareToken UserPool.Arn',
    'cognito-idp:AdminInitiateAuth UserPool.Arn',
    'cognito-idp:AdminRespondToAuthChallenge UserPool.Arn',
    'cognito-idp:AdminSetUserMFAPreference UserPool.Arn',
    'lambda:InvokeFunction FunctionserasureFunction.Arn:*',
    ...readRecords,
    's3:GetObject RecordsExports.Arn/exports/*',
    'secretsmanager:GetSecretValue ClientSecret',
    'secretsmanager:GetSecretValue CodeSecret',
    'secretsmanager:GetSecretValue OriginSecret',
  ],
  'api/Functions/media/Role': [
    ...ownLog('media'),
    ...traces,
    ...table,
    's3:DeleteObject Avatars.Arn/avatars/*',
    's3:PutObject Avatars.Arn/avatars/*',
    'secretsmanager:GetSecretValue OriginSecret',
  ],
  'api/Functions/integrations/Role': [
    ...ownLog('integrations'),
    ...traces,
    ...table,
    `kms:Decrypt IntegrationsKey.Arn${ifBelonging}`,
    `kms:Encrypt IntegrationsKey.Arn${ifBelonging}`,
    'secretsmanager:GetSecretValue OriginSecret',
  ],
  'api/Functions/channels/Role': [
    ...ownLog('channels'),
    ...traces,
    ...table,
    'secretsmanager:GetSecretValue ChannelSecret',
    'secretsmanager:GetSecretValue OriginSecret',
  ],
  'api/Functions/feedback/Role': [
    ...ownLog('feedback'),
    ...traces,
    ...table,
    'sqs:DeleteMessage MailProblemsQueue.Arn',
    'sqs:GetQueueAttributes MailProblemsQueue.Arn',
    'sqs:ReceiveMessage MailProblemsQueue.Arn',
  ],
  'api/Functions/outbox/Role': [...ownLog('outbox'), ...traces],
  'api/Functions/mailer/Role': [
    ...ownLog('mailer'),
    ...traces,
    `dynamodb:DeleteItem Table.Arn${ifReceipt}`,
    `dynamodb:PutItem Table.Arn${ifReceipt}`,
    `dynamodb:UpdateItem Table.Arn${ifReceipt}`,
    'secretsmanager:GetSecretValue CodeSecret',
    `ses:SendRawEmail arn:<Partition>:ses:<Region>:<AccountId>:configuration-set/Security${ifSender}`,
    `ses:SendRawEmail arn:<Partition>:ses:<Region>:<AccountId>:identity/*${ifSender}`,
    'sqs:DeleteMessage MailQueue.Arn',
    'sqs:GetQueueAttributes MailQueue.Arn',
    'sqs:ReceiveMessage MailQueue.Arn',
  ],
  'api/Functions/expand/Role': [
    ...ownLog('expand'),
    ...traces,
    ...reads,
    ...writes('NOTIFICATION#*', 'EVENTS#*', 'DUE#*'),
    'sqs:DeleteMessage NotificationsRequestQueue.Arn',
    'sqs:GetQueueAttributes NotificationsRequestQueue.Arn',
    'sqs:ReceiveMessage NotificationsRequestQueue.Arn',
    'sqs:SendMessage NotificationsDeliveryQueue.Arn',
    'sqs:SendMessage NotificationsRequestDeadLetters.Arn',
    'sqs:SendMessage NotificationsRequestQueue.Arn',
  ],
  'api/Functions/deliver/Role': [
    ...ownLog('deliver'),
    ...traces,
    ...reads,
    ...writes('INBOX#*', 'DELIVERY#*', 'DUE#*'),
    'dynamodb:ConditionCheckItem Table.Arn if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["ACCOUNT#*"]}}',
    'secretsmanager:GetSecretValue ChannelSecret',
    `ses:SendRawEmail arn:<Partition>:ses:<Region>:<AccountId>:configuration-set/Notifications${ifSender}`,
    `ses:SendRawEmail arn:<Partition>:ses:<Region>:<AccountId>:identity/*${ifSender}`,
    'sqs:DeleteMessage NotificationsDeliveryQueue.Arn',
    'sqs:GetQueueAttributes NotificationsDeliveryQueue.Arn',
    'sqs:ReceiveMessage NotificationsDeliveryQueue.Arn',
  ],
  'api/Functions/sweep/Role': [
    ...ownLog('sweep'),
    ...traces,
    ...table,
    'sqs:SendMessage NotificationsDeliveryQueue.Arn',
    'cognito-idp:AdminDeleteSoftwareToken UserPool.Arn',
    'cognito-idp:AdminUserGlobalSignOut UserPool.Arn',
    'lambda:InvokeFunction FunctionserasureFunction.Arn:*',
  ],
  'api/Functions/erasure/Role': [
    ...ownLog('erasure'),
    ...traces,
    ...table,
    'cognito-idp:AdminDeleteUser UserPool.Arn',
    'cognito-idp:AdminUserGlobalSignOut UserPool.Arn',
    'dynamodb:BatchWriteItem RecordsTable.Arn',
    'dynamodb:BatchWriteItem Table.Arn',
    'dynamodb:Query RecordsTable.Arn',
    's3:DeleteObject Avatars.Arn/avatars/*',
    's3:DeleteObject RecordsExports.Arn/exports/*',
    's3:DeleteObject RecordsRecordings.Arn/recordings/*',
    's3:ListBucket RecordsExports.Arn',
    's3:ListBucket RecordsRecordings.Arn',
    's3:PutObject Archive.Arn/calls/*',
    's3:PutObjectRetention Archive.Arn/calls/*',
  ],
  'api/Functions/erasure/Function/Checkpoints': [
    'lambda:CheckpointDurableExecution FunctionserasureFunction.Arn:*',
    'lambda:GetDurableExecutionState FunctionserasureFunction.Arn:*',
  ],
  'api/Functions/answers/Role': [
    ...ownLog('answers'),
    ...traces,
    ...reads,
    ...writes('ERASURE#*', 'RECEIPT#*'),
    'lambda:SendDurableExecutionCallbackSuccess FunctionserasureFunction.Arn:*',
    'sqs:DeleteMessage OwnerAnswersQueue.Arn',
    'sqs:GetQueueAttributes OwnerAnswersQueue.Arn',
    'sqs:ReceiveMessage OwnerAnswersQueue.Arn',
    'sqs:SendMessage OwnerAnswersDeadLetters.Arn',
  ],
  'api/Functions/chain/Role': [
    ...ownLog('chain'),
    ...traces,
    ...reads,
    ...writes('CHAIN#*'),
    'dynamodb:ConditionCheckItem Table.Arn if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["EVENTS#*"]}}',
    'sqs:DeleteMessage LogChainQueue.Arn',
    'sqs:GetQueueAttributes LogChainQueue.Arn',
    'sqs:ReceiveMessage LogChainQueue.Arn',
  ],
  'api/Functions/exporter/Role': [
    ...ownLog('exporter'),
    ...traces,
    'dynamodb:BatchGetItem Table.Arn',
    'dynamodb:GetItem Table.Arn',
    'dynamodb:Query Table.Arn',
    'dynamodb:Query Table.Arn/index/gsi1',
    'dynamodb:PutItem Table.Arn if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["EVENTS#*"]}}',
    'dynamodb:UpdateItem Table.Arn if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["ACCOUNT#*"]}}',
    ...readRecords,
    's3:GetObject Avatars.Arn/avatars/*',
    's3:GetObject RecordsRecordings.Arn/recordings/*',
    's3:ListBucket Avatars.Arn',
    's3:ListBucket RecordsRecordings.Arn',
    's3:DeleteObject RecordsExports.Arn/exports/*',
    's3:PutObject RecordsExports.Arn/exports/*',
    'sqs:DeleteMessage ExportsQueue.Arn',
    'sqs:GetQueueAttributes ExportsQueue.Arn',
    'sqs:ReceiveMessage ExportsQueue.Arn',
  ],
  'api/Outbox/Role': [
    'dynamodb:DescribeStream Table.StreamArn',
    'dynamodb:GetRecords Table.StreamArn',
    'dynamodb:GetShardIterator Table.StreamArn',
    'dynamodb:ListStreams Table.StreamArn',
    'events:PutEvents Bus.Arn',
    'lambda:InvokeFunction FunctionsoutboxFunction.Arn',
    'sqs:SendMessage OutboxDeadLetters.Arn',
  ],
  'api/Feedback/Rule/EventsRole': ['events:PutEvents Bus.Arn'],
};

/** The library's own uploader of the site's files: it runs during a deploy, and its rights are its own. */
const uploader = Object.keys(allowed).find((role) => role.startsWith('site/Custom::CDKBucketDeployment'))!;

describe('rights', () => {
  test.each(Object.keys(expected))('of %s are exactly those listed', (role) => {
    expect(allowed[role]).toEqual(expected[role]!.toSorted());
  });

  test('are nobody else’s, but for the uploader of the site', () => {
    expect(Object.keys(allowed).toSorted()).toEqual([...Object.keys(expected), uploader].toSorted());
  });

  test('of the uploader end at the assets, the files of the site and invalidations', () => {
    const places = allowed[uploader]!.map((line) => line.replace(/^(\w+):\S+ /, '$1 '));
    const assets = 's3 arn:<Partition>:s3:::cdk-hnb659fds-assets-<AccountId>-<Region>';
    expect([...new Set(places)].toSorted()).toEqual(
      ['cloudfront *', 's3 Site.Arn', 's3 Site.Arn/*', assets, `${assets}/*`].toSorted(),
    );
  });

  // What acts without its rights fails, or loses what it was to hand on; CloudFormation orders only what refers to one another.
  test('are there before whoever acts under them', () => {
    const late = Object.values(templates(stacks)).flatMap((template) => {
      const found: Record<string, Resource> = template.toJSON()['Resources'];
      const policies = resources(template, 'AWS::IAM::Policy');
      return Object.entries(found).flatMap(([id, { Properties, DependsOn = [] }]) => {
        const text = JSON.stringify(Properties);
        const named = [...text.matchAll(/"Fn::GetAtt":\["(\w+)","Arn"\]/g)].map(([, part]) => part!);
        return policies
          .filter(([, policy]) => policy.Properties['Roles'].some(({ Ref }: any) => named.includes(Ref)))
          .filter(([policy]) => ![DependsOn].flat().includes(policy))
          .map(([policy]) => `${id} before ${policy}`);
      });
    });
    // That of the checkpoints names the function itself. Nothing is erased while a stage is first deployed.
    expect(late).toEqual([expect.stringMatching(/^FunctionserasureFunction\w+ before \w+Checkpoints\w+$/)]);
  });

  test('never include an action of all, and all resources for traces only', () => {
    const lines = Object.keys(expected).flatMap((role) => allowed[role]!);
    expect(lines.filter((line) => /^\S*\*/.test(line))).toEqual([]);
    expect(lines.filter((line) => line.endsWith(' *') && !line.startsWith('xray:'))).toEqual([]);
  });

  test('of channels end at what the stage’s text messages come from, and there is none without', () => {
    const origin = 'arn:aws:sms-voice:eu-central-1:111122223333:pool/pool-0a1b2c3d';
    const { app: texting } = stageApp('prod', { sms: { origin, countries: ['DE'] } });
    texting.synth();
    expect(allowances(texting)['api/Functions/channels/Role']).toContain(
      `sms-voice:SendTextMessage ${origin}`,
    );
  });

  test('over the user pool are those that its operations need', () => {
    const folder = new URL('../../functions/shared/aws/', import.meta.url);
    const files = readdirSync(folder).filter((file) => /^user-pool(-[a-z]+)?\.ts$/.test(file));
    const source = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
    const called = [...source.matchAll(/new (\w+)Command\(/g)].map(([, name]) => name!);
    for (const name of called) expect(cognito).toHaveProperty(`${name}Command`);
    // Under the client's secret or the person's token, not under IAM.
    const admin = new Set(called.filter((name) => name.startsWith('Admin')));
    const granted = allowed['api/Functions/identity/Role']!.flatMap(
      (line) => /^cognito-idp:(\w+)/.exec(line)?.[1] ?? [],
    );
    expect(granted).toEqual([...admin].toSorted());
  });
});
