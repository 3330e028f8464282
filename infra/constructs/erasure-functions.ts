import { Duration } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, type Function } from 'aws-cdk-lib/aws-lambda';
import { ownerAnswerKey, receiptKey } from '#functions/shared/table.ts';
import type { Stage } from '../config.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { IdentityStack } from '../stacks/identity-stack.ts';
import type { AccountFunctionProps } from './account-function.ts';
import { acknowledge } from './acknowledge.ts';
import { readTable, useTable, writePartitions } from './grants.ts';
import { exportName } from './template-names.ts';

type Shape = Omit<AccountFunctionProps, 'name' | 'logDays'>;

interface Parts {
  readonly data: DataStack;
  /** What every function reads that uses the table. */
  readonly common: Readonly<Record<string, string>>;
}

const allow = (actions: string[], ...resources: string[]) => new PolicyStatement({ actions, resources });

/** What erases accounts and data: a durable function, whose rights are those of every store that it empties. */
export function erasureShape({
  stage,
  data,
  identity,
  common,
}: Parts & { readonly stage: Stage; readonly identity: IdentityStack }): Shape {
  const { table, records, avatars, archive } = data;
  const below = (arn: string, path: string) =>
    `AwsSolutions-IAM5[Resource::${exportName(data, arn)}/${path}]`;
  return {
    description: 'Erases accounts and data, as a durable execution: every store, the user pool, the archive',
    environment: {
      ...common,
      USER_POOL_ID: identity.userPool.userPoolId,
      RECORDS_TABLE_NAME: records.table.tableName,
      RECORDINGS_BUCKET: records.recordings.bucketName,
      EXPORT_BUCKET: records.exports.bucketName,
      AVATAR_BUCKET: avatars.bucketName,
      ARCHIVE_BUCKET: archive.bucketName,
      ARCHIVE_DAYS: String(stage.archiveDays),
      LOG_DAYS: String(stage.logDays),
      DATA_OWNERS: stage.dataOwners.join(','),
    },
    grants: [
      ...useTable(table),
      allow(['dynamodb:BatchWriteItem'], table.tableArn, records.table.tableArn),
      allow(['dynamodb:Query'], records.table.tableArn),
      allow(
        ['cognito-idp:AdminDeleteUser', 'cognito-idp:AdminUserGlobalSignOut'],
        identity.userPool.userPoolArn,
      ),
      allow(['s3:ListBucket'], records.recordings.bucketArn, records.exports.bucketArn),
      allow(
        ['s3:DeleteObject'],
        records.recordings.arnForObjects('recordings/*'),
        records.exports.arnForObjects('exports/*'),
        avatars.arnForObjects('avatars/*'),
      ),
      allow(['s3:PutObject', 's3:PutObjectRetention'], archive.arnForObjects('calls/*')),
    ],
    wildcards: {
      [below(records.recordings.bucketArn, 'recordings/*')]: 'Recordings of any company may have to go.',
      [below(records.exports.bucketArn, 'exports/*')]: 'Exports of any account may have to go.',
      [below(avatars.bucketArn, 'avatars/*')]:
        'Photos have random names; every one of them is below this path.',
      [below(archive.bucketArn, 'calls/*')]: 'Parts of the archive are named by what is in them.',
    },
    // One invocation; the execution goes on with the next.
    timeout: Duration.minutes(15),
    durable: {
      // A silent data owner is asked for four days; the rest are minutes.
      executionTimeout: Duration.days(30),
      // What an execution remembers names nobody, and is not needed once it has ended.
      retentionPeriod: Duration.days(1),
    },
  };
}

/** What takes the answers of data owners: it notes them, and lets the erasure that waits go on. */
export function answersShape({ data, common, erasure }: Parts & { readonly erasure: Function }): Shape {
  return {
    description: 'Takes the answers of data owners: notes them, and lets erasures go on',
    environment: common,
    grants: [
      readTable(data.table),
      writePartitions(data.table, ownerAnswerKey('', '').pk, receiptKey('').pk),
      allow(['lambda:SendDurableExecutionCallbackSuccess'], `${erasure.functionArn}:*`),
    ],
    wildcards: executionsOf(erasure),
    timeout: Duration.seconds(30),
  };
}

/** Keeps its executions' state. A policy apart: the function's own role must be there before the function is. */
export function checkpoint(erasure: Function): void {
  const { role } = erasure;
  if (role === undefined) throw new Error('The function has no role');
  const policy = new Policy(erasure, 'Checkpoints', {
    roles: [role],
    statements: [
      allow(
        ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
        `${erasure.functionArn}:*`,
      ),
    ],
  });
  acknowledge(policy, executionsOf(erasure));
}

/** Starts executions, of the version of the deploy. */
export function startExecutions(erasure: Function): PolicyStatement {
  return allow(['lambda:InvokeFunction'], `${erasure.functionArn}:*`);
}

/** Why a right over executions names more than one resource. */
export function executionsOf(erasure: Function): Record<string, string> {
  const id = logicalIdOf(erasure);
  return {
    [`AwsSolutions-IAM5[Resource::<${id}.Arn>:*]`]:
      'Executions and the versions that they run on have names that a deploy does not know.',
  };
}

function logicalIdOf(erasure: Function): string {
  const { defaultChild } = erasure.node;
  if (!(defaultChild instanceof CfnFunction)) throw new Error('The function has no resource');
  return erasure.stack.getLogicalId(defaultChild);
}
