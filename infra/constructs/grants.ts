import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Stage } from '../config.ts';
import { tableShape } from '#functions/shared/table.ts';

/** A table of a stack, or one that was restored. */
type AnyTable = Pick<Table, 'tableArn'>;

/**
 * What a function may do, statement by statement. CDK's own grants are wider (`grantReadWriteData` allows scans
 * and streams, `grantRead` of a secret its description), so none is used.
 */

/** Reads and writes items, also in transactions, which need the actions of their parts. No Scan. */
export function useTable(table: AnyTable): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:ConditionCheckItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      resources: [table.tableArn],
    }),
    new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [`${table.tableArn}/index/${tableShape.indexName}`],
    }),
  ];
}

/** Reads items, also many at a time. Neither the index nor Scan. */
export function readTable(table: AnyTable): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    resources: [table.tableArn],
  });
}

/** Reads items of the table by its index, too. */
export function readIndex(table: AnyTable): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [`${table.tableArn}/index/${tableShape.indexName}`],
  });
}

function onPartitions(action: string, table: AnyTable, prefix: string): PolicyStatement {
  return new PolicyStatement({
    actions: [action],
    resources: [table.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] } },
  });
}

/** Updates only the items whose partition key begins so. */
export function updatePartitions(table: AnyTable, prefix: string): PolicyStatement {
  return onPartitions('dynamodb:UpdateItem', table, prefix);
}

/** Puts only items whose partition key begins so. */
export function putPartitions(table: AnyTable, prefix: string): PolicyStatement {
  return onPartitions('dynamodb:PutItem', table, prefix);
}

/** Reads the objects below a path. */
export function readObjects(bucket: Bucket, path: string): PolicyStatement {
  return new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(`${path}/*`)] });
}

/** Stores and removes objects below a path. */
export function storeObjects(bucket: Bucket, path: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['s3:DeleteObject', 's3:PutObject'],
    resources: [bucket.arnForObjects(`${path}/*`)],
  });
}

/** Lists what is in buckets. */
export function listBuckets(...buckets: readonly Bucket[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['s3:ListBucket'],
    resources: buckets.map(({ bucketArn }) => bucketArn),
  });
}

/** Writes only the items whose partition key begins so. */
export function writePartitions(table: AnyTable, ...prefixes: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`) },
    },
  });
}

/** Makes a transaction depend on items whose partition key begins so. */
export function checkPartitions(table: AnyTable, prefix: string): PolicyStatement {
  return onPartitions('dynamodb:ConditionCheckItem', table, prefix);
}

/** Reads the values of secrets, nothing else of them. */
export function readSecrets(...secrets: readonly Secret[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    resources: secrets.map((secret) => secret.secretArn),
  });
}

/**
 * The admin operations that `identity` calls. SignUp and RevokeToken take the client's secret, enrolling an
 * authenticator the person's own access token, none of them IAM.
 */
export function administerUsers(userPool: UserPool): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'cognito-idp:AdminConfirmSignUp',
      'cognito-idp:AdminDeleteSoftwareToken',
      'cognito-idp:AdminDeleteUser',
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminInitiateAuth',
      'cognito-idp:AdminRespondToAuthChallenge',
      'cognito-idp:AdminSetUserMFAPreference',
      'cognito-idp:AdminSetUserPassword',
      'cognito-idp:AdminUpdateUserAttributes',
      'cognito-idp:AdminUserGlobalSignOut',
    ],
    resources: [userPool.userPoolArn],
  });
}

/** What proving somebody anew takes (functions/shared/two-factor/prove-identity.ts). */
export function proveUsers(userPool: UserPool): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'cognito-idp:AdminDeleteSoftwareToken',
      'cognito-idp:AdminInitiateAuth',
      'cognito-idp:AdminRespondToAuthChallenge',
      'cognito-idp:AdminSetUserMFAPreference',
    ],
    resources: [userPool.userPoolArn],
  });
}

/** What completing a recovery takes from a user (functions/shared/aws/user-pool-admin.ts): authenticator and tokens. */
export function removeFactors(userPool: UserPool): PolicyStatement {
  return new PolicyStatement({
    actions: ['cognito-idp:AdminDeleteSoftwareToken', 'cognito-idp:AdminUserGlobalSignOut'],
    resources: [userPool.userPoolArn],
  });
}

/** Stores and removes photos, below their path only. */
export function storePhotos(bucket: Bucket): PolicyStatement {
  return new PolicyStatement({
    actions: ['s3:DeleteObject', 's3:PutObject'],
    resources: [bucket.arnForObjects('avatars/*')],
  });
}

/** Encrypts and decrypts credentials, only as what they belong to: never without the context that names it. */
export function keepCredentials(key: Key): PolicyStatement {
  return new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:Encrypt'],
    resources: [key.keyArn],
    conditions: {
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['companyId', 'provider'] },
      Null: { 'kms:EncryptionContext:companyId': 'false', 'kms:EncryptionContext:provider': 'false' },
    },
  });
}

/**
 * Sends mail as one address through one configuration set. SES also asks for the right to a receiver that is a
 * verified identity of the account (always, in its sandbox), hence every identity; the condition says as whom.
 */
export function sendMailAs(stack: Stack, address: string, configurationSet: string): PolicyStatement {
  const arn = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'ses', resource, resourceName });
  return new PolicyStatement({
    actions: ['ses:SendRawEmail'],
    resources: [arn('identity', '*'), arn('configuration-set', configurationSet)],
    conditions: { StringEquals: { 'ses:FromAddress': address } },
  });
}

/** Why `sendMailAs` names more than one resource. */
export const anyReceiver = {
  'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]':
    'SES asks for the receiver, too, where it is an identity of the account; a condition fixes the sender.',
} as const;

/** Sends messages to queues. */
export function sendTo(...queues: readonly Queue[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['sqs:SendMessage'],
    resources: queues.map((queue) => queue.queueArn),
  });
}

/** Sends text messages from what the stage says, and nothing else; no right where it sends none. */
export function sendTexts({ sms }: Pick<Stage, 'sms'>): PolicyStatement[] {
  if (sms === undefined) return [];
  return [new PolicyStatement({ actions: ['sms-voice:SendTextMessage'], resources: [sms.origin] })];
}

/** Takes messages from a queue, as Lambda's poller does in the function's name. */
export function consume(queueArn: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    resources: [queueArn],
  });
}
