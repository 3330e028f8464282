import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';

import { startTestTable } from './local-table.ts';

const item = { pk: { S: 'ACCOUNT#1' }, sk: { S: 'ACCOUNT' }, gsi1pk: { S: 'A' }, gsi1sk: { S: 'B' } };

it('gives each caller an empty table of its own on one engine', async () => {
  const [one, other] = await Promise.all([startTestTable(), startTestTable()]);
  expect(one.endpoint).toBe(other.endpoint);

  await one.client.send(new PutItemCommand({ TableName: one.tableName, Item: item }));

  const found = await one.client.send(
    new GetItemCommand({ TableName: one.tableName, Key: { pk: item.pk, sk: item.sk } }),
  );
  expect(found.Item).toEqual(item);
  const byIndex = await one.client.send(new ScanCommand({ TableName: one.tableName, IndexName: 'gsi1' }));
  expect(byIndex.Items).toEqual([item]);
  const elsewhere = await other.client.send(new ScanCommand({ TableName: other.tableName }));
  expect(elsewhere.Items).toEqual([]);
});
