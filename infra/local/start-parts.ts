import { join } from 'node:path';

import type { Clock } from './clock.ts';
import { startCognito } from './cognito/server.ts';
import type { Faults } from './control/fault-routes.ts';
import type { Store } from './control/residue-routes.ts';
import { folderStore, jsonStore } from './control/stores.ts';
import { startDurable } from './durable/start-durable.ts';
import type { Durable } from './durable/start-durable.ts';
import { startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { startKms } from './kms/start-kms.ts';
import { buckets, names, partNames, replacementOf } from './names.ts';
import type { PartName, Variables } from './names.ts';
import { startS3 } from './s3/start-s3.ts';
import { startSecrets } from './secrets/start-secrets.ts';
import type { FeedbackEvent } from './ses/feedback.ts';
import { startSes } from './ses/start-ses.ts';
import type { Ses } from './ses/start-ses.ts';
import { startSms } from './sms/start-sms.ts';
import type { Sms } from './sms/start-sms.ts';
import { findUserPool } from './user-pool.ts';
import type { UserPool } from './user-pool.ts';

export interface PartsOptions {
  readonly stateDir: string;
  readonly clock: Clock;
  /** Those that name another endpoint for a part. */
  readonly variables: Variables;
  readonly onFeedback: (event: FeedbackEvent) => Promise<void>;
}

/** The stand-ins of AWS that run, and how to reach and break them. */
export interface Parts {
  /** Of every part, also of those that are replaced. */
  readonly endpoints: Readonly<Record<PartName, string>>;
  readonly userPool: UserPool;
  /** Undefined where SES is replaced: then the mails are elsewhere. */
  readonly ses: Ses | undefined;
  /** Undefined where it is replaced: then the text messages are elsewhere. */
  readonly sms: Sms | undefined;
  /** Undefined where Lambda is replaced: then durable functions run elsewhere. */
  readonly durable: Durable | undefined;
  readonly faults: Faults;
  /** What can be searched for somebody's traces, besides the table. */
  readonly stores: readonly Store[];
  /** The process ids of those with a process of their own. */
  readonly pids: () => Record<string, number>;
  readonly close: () => Promise<void>;
}

/** Starts every part that isn't replaced by an endpoint variable. */
export async function startParts({ stateDir, clock, variables, onFeedback }: PartsOptions): Promise<Parts> {
  const now = () => new Date(clock.now());
  const own = <T>(part: PartName, start: () => Promise<T>): Promise<T | undefined> =>
    replacementOf(part, variables) === undefined ? start() : Promise.resolve(undefined);

  const cognitoFile = join(stateDir, 'cognito.json');
  const kmsFile = join(stateDir, 'kms.json');
  const configurationSets = [names.configurationSet, names.notificationSet];
  const [dynamodb, cognito, ses, s3, kms, sms, lambda] = await Promise.all([
    own('dynamodb', () =>
      startDynamoDb({ stateDir, tableName: names.table, recordsTableName: names.recordsTable }),
    ),
    own('cognito', () => startCognito({ stateFile: cognitoFile, now })),
    own('ses', () => startSes({ stateDir, now, configurationSets, onFeedback })),
    own('s3', () => startS3({ stateDir, now, buckets })),
    own('kms', () => startKms({ stateFile: kmsFile, aliases: [names.integrationsKey] })),
    own('sms', () => startSms({ stateDir, now, origins: [names.smsOrigin] })),
    own('lambda', () => startDurable({ stateDir, clock })),
  ]);
  const userPool = cognito ?? (await findUserPool(replacementOf('cognito', variables) ?? '', variables));
  const secrets = await own('secrets', () =>
    startSecrets({
      stateFile: join(stateDir, 'secrets.json'),
      generated: [names.originSecret, names.codeSecret, names.channelSecret],
      given: { [names.userPoolClientSecret]: userPool.clientSecret },
    }),
  );

  const running = { dynamodb, cognito, ses, s3, secrets, kms, sms, lambda };
  const endpointOf = (part: PartName) => running[part]?.endpoint ?? replacementOf(part, variables) ?? '';
  const faults: Faults = {};
  for (const name of partNames) {
    const part = running[name];
    if (part) faults[name] = (mode) => part.fault(mode);
  }
  return {
    endpoints: {
      dynamodb: endpointOf('dynamodb'),
      cognito: endpointOf('cognito'),
      ses: endpointOf('ses'),
      s3: endpointOf('s3'),
      secrets: endpointOf('secrets'),
      kms: endpointOf('kms'),
      sms: endpointOf('sms'),
      lambda: endpointOf('lambda'),
    },
    userPool,
    ses,
    sms,
    durable: lambda,
    faults,
    stores: [
      ...(cognito ? [jsonStore('cognito', cognitoFile)] : []),
      ...(s3 ? [folderStore('s3', join(stateDir, 's3'))] : []),
      folderStore('bus', join(stateDir, 'bus')),
      folderStore('durable', join(stateDir, 'durable')),
    ],
    pids: () => (dynamodb ? { dynamodb: dynamodb.pid() } : {}),
    close: async () => {
      for (const part of [lambda, dynamodb, cognito, ses, s3, secrets, kms, sms]) await part?.close();
    },
  };
}
