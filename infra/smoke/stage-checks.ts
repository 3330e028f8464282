import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import {
  DescribeUserPoolCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  GetAccountSendingEnabledCommand,
  GetIdentityDkimAttributesCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  type SESClient,
} from '@aws-sdk/client-ses';
import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Stage } from '../config.ts';
import { type Check, expected, first } from './check.ts';

export interface StageClients {
  readonly cloudFront: CloudFrontClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly dynamodb: DynamoDBClient;
  readonly ses: SESClient;
  readonly sns: SNSClient;
}

export interface StageChecksSettings {
  readonly stage: Stage;
  /** An output of the stage's stacks; throws where there is none. */
  readonly output: (name: string) => string;
  /** The API's own address, which only CloudFront should be answered at. */
  readonly apiAddress: string;
  readonly clients: StageClients;
}

/** In its sandbox SES mails 200 a day, to verified receivers. */
const sandboxQuota = 200;

/** What only a live stage can show, read with its operator's credentials. Changes nothing. */
export function stageChecks({ stage, output, apiAddress, clients }: StageChecksSettings): Check[] {
  const isProtected = stage.data === 'protected';
  return [
    {
      name: 'the API refuses who comes past CloudFront, with a wrong secret or none',
      run: async () => {
        for (const headers of [{}, { 'x-latchkey-origin': 'a guess' }]) {
          // With certificates between the two, the host itself is gone.
          const answer = await fetch(`${apiAddress}/api/health`, { headers }).catch(() => null);
          if (answer !== null && answer.status !== 403) return `the status is ${String(answer.status)}`;
        }
        return null;
      },
    },
    {
      name: 'the sender is verified, its mail signed, and SES lets it out',
      run: () => mayMail(clients.ses, stage),
    },
    {
      name: 'the table is protected as the stage says, and can be restored to any second',
      run: async () => {
        const TableName = output('TableName');
        const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName }));
        const { ContinuousBackupsDescription: backups } = await clients.dynamodb.send(
          new DescribeContinuousBackupsCommand({ TableName }),
        );
        return first(
          expected('its protection', Table?.DeletionProtectionEnabled ?? false, isProtected),
          expected(
            'recovery to a point in time',
            backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus,
            'ENABLED',
          ),
        );
      },
    },
    {
      name: 'the user pool is protected as the stage says',
      run: async () => {
        const { UserPool } = await clients.cognito.send(
          new DescribeUserPoolCommand({ UserPoolId: output('UserPoolId') }),
        );
        return first(
          expected('its protection', UserPool?.DeletionProtection, isProtected ? 'ACTIVE' : 'INACTIVE'),
          expected('its plan', UserPool?.UserPoolTier, 'ESSENTIALS'),
        );
      },
    },
    {
      name: 'alarms reach somebody: the subscription of their mail is confirmed',
      run: async () => {
        const { Attributes } = await clients.sns.send(
          new GetTopicAttributesCommand({ TopicArn: output('AlarmTopicArn') }),
        );
        return Number(Attributes?.['SubscriptionsConfirmed'] ?? 0) > 0
          ? null
          : `nobody has confirmed: look for AWS's mail to ${stage.alarmMail}`;
      },
    },
    {
      name: 'the distribution is deployed, with a web ACL where the stage has one',
      run: async () => {
        const { Distribution } = await clients.cloudFront.send(
          new GetDistributionCommand({ Id: output('DistributionId') }),
        );
        const acl = Distribution?.DistributionConfig?.WebACLId ?? '';
        return first(
          expected('its state', Distribution?.Status, 'Deployed'),
          (acl !== '') === (stage.webAcl !== undefined) ? null : `its web ACL is "${acl}"`,
        );
      },
    },
  ];
}

async function mayMail(ses: SESClient, { mailFrom, mailIdentity }: Stage): Promise<string | null> {
  const domain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1);
  const Identities = [domain, mailFrom];
  const { VerificationAttributes: verified = {} } = await ses.send(
    new GetIdentityVerificationAttributesCommand({ Identities }),
  );
  const { DkimAttributes: signed = {} } = await ses.send(
    new GetIdentityDkimAttributesCommand({ Identities }),
  );
  const { Enabled } = await ses.send(new GetAccountSendingEnabledCommand({}));
  const { Max24HourSend = 0 } = await ses.send(new GetSendQuotaCommand({}));
  const isVerified = Identities.some((identity) => verified[identity]?.VerificationStatus === 'Success');
  const isSigned = Identities.some((identity) => signed[identity]?.DkimVerificationStatus === 'Success');
  return first(
    isVerified ? null : `neither ${domain} nor ${mailFrom} is verified`,
    isSigned || mailIdentity === 'address' ? null : `mail of ${domain} is not signed: write its DKIM records`,
    Enabled === true ? null : 'SES has paused sending for this account',
    Max24HourSend > sandboxQuota ? null : 'the account is in the sandbox of SES',
  );
}
