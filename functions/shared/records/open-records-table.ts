import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { clientSettings } from '../aws/client-settings.ts';
import { openTable, type Table } from '../aws/table-client.ts';

/** Connections at a time: an erasure keeps two batches and a read under way for each of many partitions. */
const maxSockets = 100;

/** Opens the table of the records store, by its name. */
export function openRecordsTable(tableName: string): Table {
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
  return openTable(tableName, dynamodb);
}
