import { CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  GetAccountSendingEnabledCommand,
  GetIdentityDkimAttributesCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  SESClient,
} from '@aws-sdk/client-ses';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeEach, expect, test } from 'vitest';

import { readStage, stages } from '../config.ts';
import { runChecks } from './check.ts';
import { stageChecks } from './stage-checks.ts';

const region = { region: 'eu-central-1' };
const clients = {
  cloudFront: new CloudFrontClient(region),
  cognito: new CognitoIdentityProviderClient(region),
  dynamodb: new DynamoDBClient(region),
  ses: new SESClient(region),
  sns: new SNSClient(region),
};
const mocks = {
  cloudFront: mockClient(clients.cloudFront),
  cognito: mockClient(clients.cognito),
  dynamodb: mockClient(clients.dynamodb),
  ses: mockClient(clients.ses),
  sns: mockClient(clients.sns),
};

/** The API's own address, which refuses whatever it is asked, or answers where the test says so. */
let answering = 403;
const api = createServer((_, response) => {
  response.statusCode = answering;
  response.end();
}).listen(0, '127.0.0.1');
await once(api, 'listening');
afterAll(() => api.close());
const { port } = api.address() as { port: number };

const outputs: Record<string, string> = {
  TableName: 'table',
  UserPoolId: 'pool',
  AlarmTopicArn: 'topic',
  DistributionId: 'E1',
};

beforeEach(() => {
  answering = 403;
  for (const mock of Object.values(mocks)) mock.reset();
  const { cloudFront, cognito, dynamodb, ses, sns } = mocks;
  cloudFront
    .on(GetDistributionCommand)
    // `any`: the check reads the firewall alone, and a whole distribution has two dozen settings more.
    .resolves({ Distribution: { Status: 'Deployed', DistributionConfig: { WebACLId: '' } } as any });
  cognito
    .on(DescribeUserPoolCommand)
    .resolves({ UserPool: { DeletionProtection: 'ACTIVE', UserPoolTier: 'ESSENTIALS' } });
  dynamodb.on(DescribeTableCommand).resolves({ Table: { DeletionProtectionEnabled: true } });
  dynamodb.on(DescribeContinuousBackupsCommand).resolves({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    },
  });
  ses.on(GetIdentityVerificationAttributesCommand).resolves({
    VerificationAttributes: { 'example.com': { VerificationStatus: 'Success' } },
  });
  ses.on(GetIdentityDkimAttributesCommand).resolves({
    DkimAttributes: { 'example.com': { DkimEnabled: true, DkimVerificationStatus: 'Success' } },
  });
  ses.on(GetAccountSendingEnabledCommand).resolves({ Enabled: true });
  ses.on(GetSendQuotaCommand).resolves({ Max24HourSend: 50_000 });
  sns.on(GetTopicAttributesCommand).resolves({ Attributes: { SubscriptionsConfirmed: '1' } });
});

async function wrong(changes: Partial<typeof stages.prod> = {}): Promise<string[]> {
  const stage = readStage('prod', { prod: { ...stages.prod, ...changes } });
  const output = (name: string) => outputs[name]!;
  const findings = await runChecks(
    stageChecks({ stage, output, apiAddress: `http://127.0.0.1:${port}`, clients }),
  );
  return findings.flatMap((finding) => finding.wrong ?? []);
}

test('a stage in order passes', async () => {
  expect(await wrong()).toEqual([]);
});

const faults: [string, () => unknown, string][] = [
  ['an API that answers without the secret', () => (answering = 200), 'the status is 200'],
  [
    'a sender that nobody verified',
    () => mocks.ses.on(GetIdentityVerificationAttributesCommand).resolves({ VerificationAttributes: {} }),
    'neither example.com nor account@example.com is verified',
  ],
  [
    'mail that is not signed',
    () => mocks.ses.on(GetIdentityDkimAttributesCommand).resolves({ DkimAttributes: {} }),
    'mail of example.com is not signed: write its DKIM records',
  ],
  [
    'an account whose mail is paused',
    () => mocks.ses.on(GetAccountSendingEnabledCommand).resolves({ Enabled: false }),
    'SES has paused sending for this account',
  ],
  [
    'the sandbox',
    () => mocks.ses.on(GetSendQuotaCommand).resolves({ Max24HourSend: 200 }),
    'the account is in the sandbox of SES',
  ],
  [
    'a table without protection',
    () => mocks.dynamodb.on(DescribeTableCommand).resolves({ Table: {} }),
    'its protection is false, not true',
  ],
  [
    'a table that can’t be restored',
    () => mocks.dynamodb.on(DescribeContinuousBackupsCommand).resolves({}),
    'recovery to a point in time is undefined, not "ENABLED"',
  ],
  [
    'a user pool without protection',
    () => mocks.cognito.on(DescribeUserPoolCommand).resolves({ UserPool: { UserPoolTier: 'ESSENTIALS' } }),
    'its protection is undefined, not "ACTIVE"',
  ],
  [
    'alarms that reach nobody',
    () => mocks.sns.on(GetTopicAttributesCommand).resolves({ Attributes: { SubscriptionsConfirmed: '0' } }),
    "nobody has confirmed: look for AWS's mail to operations@example.com",
  ],
  [
    'rights that are missing',
    () => mocks.sns.on(GetTopicAttributesCommand).rejects('AccessDenied'),
    'AccessDenied',
  ],
];

test.each(faults)('%s is found, and only that', async (_, spoil, said) => {
  spoil();
  expect(await wrong()).toEqual([said]);
});

test('a web ACL must be there where the stage has one', async () => {
  expect(await wrong({ webAcl: { requestsPerFiveMinutes: 3000 } })).toEqual(['its web ACL is ""']);
});
