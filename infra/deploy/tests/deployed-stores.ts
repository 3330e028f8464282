import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';

import { openTable } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after, days } from '#functions/shared/clock.ts';
import { deletionDue } from '#functions/shared/deletion-writes.ts';
import { cancelDue, dueBuckets, listDue, scheduleDue } from '#functions/shared/due-item.ts';
import { recordingObjects } from '#functions/shared/records/recording-objects.ts';
import { putRecording, putRecords } from '#functions/shared/records/record-store.ts';
import { findTraces, type Store } from '#infra/local/control/residue-routes.ts';
import { jsonStore, tableStore } from '#infra/local/control/stores.ts';
import { resourcesOf } from './deployed-functions.ts';
import type { EmulatorSettings } from './emulator.ts';

/** Every object of every bucket: its key, and what is in it. */
function bucketStore(client: S3Client): Store {
  return async function* () {
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    for (const { Name: Bucket = '' } of Buckets) {
      // What the CDK has put there to deploy from is nobody's.
      if (Bucket.startsWith('cdk-')) continue;
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
      for (const { Key = '' } of Contents) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        yield { where: `${Bucket}: ${Key}`, text: (await Body?.transformToString('latin1')) ?? '' };
      }
    }
  };
}

/** The stores of a deployed stage, as whoever looks for what is left of somebody reads them: past the API. */
export function deployedStores(
  settings: EmulatorSettings,
  { tables, cognitoFile }: { tables: readonly [main: string, records: string]; cognitoFile: string },
) {
  const dynamodb = new DynamoDBClient(settings);
  const objects = { ...settings, forcePathStyle: true };
  const table = openTable(tables[0], dynamodb);
  const s3 = new S3Client(objects);
  const stores = [
    ...tables.map((name) => tableStore(name, dynamodb, name)),
    bucketStore(s3),
    jsonStore('Cognito', cognitoFile),
  ];
  return {
    /** Where any of these texts stands. */
    traces: (wanted: readonly string[]) => findTraces(stores, wanted),

    /** Has the archive lock what is put there, as the template says: the emulator's CloudFormation leaves it out. */
    lockArchive: async () => {
      const buckets = await resourcesOf(settings, 'latchkey-local-aws-data', 'AWS::S3::Bucket');
      const [, Bucket] = [...buckets].find(([id]) => id.startsWith('Archive')) ?? [];
      const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' } as const;
      await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    },

    /** Has a company keep calls and a recording, as the product writes them. */
    keepSomething: async ({ companyId, recordings }: { companyId: string; recordings: string }) => {
      const deps = {
        records: openTable(tables[1], dynamodb),
        recordings: recordingObjects(objects, recordings),
        sleep,
      };
      const record = (recordId: string) => ({ recordId, at: new Date().toISOString(), data: { minutes: 3 } });
      const calls = Array.from({ length: 1000 }, (_, index) => record(`call-${index}`));
      await putRecords(
        deps,
        calls.map((call) => ({ companyId, category: 'call-logs', record: call })),
      );
      await putRecording(deps, companyId, record('recording-1'), Buffer.from('what was said'));
    },

    /** Has an account's days of grace be over: the clock of a deployed function can't be moved, what it waits for can. */
    letDaysPass: async (accountId: string) => {
      const later = after(new Date(), 30 * days);
      const found = await Promise.all(
        Array.from({ length: dueBuckets }, (_, bucket) => listDue(table, bucket, later, 1000)),
      );
      const due = found.flat().find((item) => item.kind === deletionDue && item.accountId === accountId);
      if (due === undefined) throw new Error('No deletion is scheduled');
      const { kind, reference } = due;
      const now = new Date().toISOString();
      await commit(table, [
        cancelDue(table.name, due),
        scheduleDue(table.name, { kind, reference, accountId, at: now }),
      ]);
    },
  };
}
