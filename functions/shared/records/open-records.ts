import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientSettings } from '../aws/client-settings.ts';
import { openTable } from '../aws/table-client.ts';
import type { RecordsDeps } from './deps.ts';
import { recordingObjects } from './recording-objects.ts';

/** Connections at a time: an erasure keeps two batches and a read under way for each of many partitions. */
const maxSockets = 100;

/** Opens the records store of a stage, by the names of its table and of its bucket of recordings. */
export function openRecords(tableName: string, bucket: string): RecordsDeps {
  const dynamodb = new DynamoDBClient({
    ...clientSettings(),
    // What is throttled waits and is tried again by whoever drains the batches.
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1000,
      requestTimeout: 5000,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets },
      httpAgent: { maxSockets },
    }),
  });
  return {
    records: openTable(tableName, dynamodb),
    recordings: recordingObjects({ ...clientSettings(), forcePathStyle: true }, bucket),
    sleep,
  };
}
