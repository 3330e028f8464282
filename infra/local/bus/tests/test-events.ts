import { randomUUID } from 'node:crypto';

import { BatchWriteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, SQSEvent } from 'aws-lambda';

import type { Envelope } from '#events/envelope.ts';

export function streamsClient(endpoint: string): DynamoDBStreamsClient {
  return new DynamoDBStreamsClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

export function envelope(index: number): Envelope {
  return {
    id: randomUUID(),
    type: 'latchkey.profile.changed',
    version: 1,
    occurredAt: '2026-05-12T12:00:00.000Z',
    accountId: 'ada',
    companyId: null,
    actor: { kind: 'account', accountId: 'ada' },
    origin: { ip: '203.0.113.7', browser: 'Firefox', os: 'Linux', device: 'desktop' },
    data: { index, secret: 'ada@example.com' },
  };
}

function item(event: Envelope): Record<string, AttributeValue> {
  return {
    pk: { S: `EVENTS#${event.accountId}` },
    sk: { S: event.id },
    envelope: { S: JSON.stringify(event) },
  };
}

export async function writeEvent(client: DynamoDBClient, TableName: string, event: Envelope): Promise<void> {
  await client.send(new PutItemCommand({ TableName, Item: item(event) }));
}

export async function writeEvents(
  client: DynamoDBClient,
  TableName: string,
  events: Envelope[],
): Promise<void> {
  for (let start = 0; start < events.length; start += 25) {
    const puts = events.slice(start, start + 25).map((event) => ({ PutRequest: { Item: item(event) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
  }
}

/** The enrichment of these tests: items hold their envelope as JSON. */
export function enrich(changes: DynamoDBRecord[]): Promise<unknown> {
  const texts = changes.map(({ dynamodb }) => dynamodb?.NewImage?.['envelope']?.S ?? '');
  return Promise.resolve(texts.map((text): unknown => JSON.parse(text)));
}

/** The places of the events in a batch, as `envelope` numbered them. */
export function indexes(event: SQSEvent): number[] {
  return event.Records.map(({ body }) => JSON.parse(body).detail.data.index as number);
}
