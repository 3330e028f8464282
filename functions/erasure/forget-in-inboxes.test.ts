import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { eventSource } from '#events/envelope.ts';
import { channels } from '#events/notifications/notification-type.ts';
import { openTable, type Table } from '#functions/shared/aws/table-client.ts';
import { deferredKey, inboxKey, notificationKey } from '#functions/shared/table.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { forgetInInboxes } from './forget-in-inboxes.ts';

const who = {
  accountId: '0198c0de-0000-7000-8000-000000000001',
  pseudonym: 'deleted-someone',
  emails: ['ann@example.com'],
  values: ['Ann Lee'],
  receipt: 'R',
};
const at = '2026-11-26T09:00:00.000Z';

test('killed between an inbox and what waits to be mailed, it is done by doing it again', async () => {
  const { client, tableName } = await startTestTable();
  const table = openTable(tableName, client);
  const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName: tableName, Item }));
  const decision = { enabled: true, rule: { kind: 'default' } };
  const entry = {
    ...inboxKey('owner', 'told'),
    accountId: 'owner',
    notificationId: 'told',
    companyId: 'company',
  };
  await put({ ...notificationKey(eventSource, 'event'), notificationId: 'told' });
  await put({
    ...entry,
    ...{ type: 'membership-changed', category: 'company', title: 'A member', body: 'Ann Lee joined.' },
    ...{ url: null, createdAt: at, readAt: null, hidden: false },
    decisions: {
      ...Object.fromEntries(channels.map((channel) => [channel, decision])),
      email: { ...decision, at },
    },
  });
  const waits = deferredKey('owner', 'email', at, 'told');
  await put({ ...waits, notification: { id: 'told', data: { change: 'joined', name: 'Ann Lee' } } });

  let writes = 0;
  const send = (command: any) => {
    if (command instanceof UpdateCommand && (writes += 1) > 1) return Promise.reject(new Error('Killed'));
    return client.send(command);
  };
  const deadly: Table = { name: tableName, client: { send } as never };
  const told = { events: ['event'], readers: ['owner'] };
  await expect(forgetInInboxes(deadly, who, told)).rejects.toThrow('Killed');
  await forgetInInboxes(table, who, told);

  const read = async (Key: { pk: string; sk: string }) =>
    (await client.send(new GetCommand({ TableName: tableName, Key }))).Item;
  expect(await read(inboxKey('owner', 'told'))).toMatchObject({ body: 'Deleted user joined.' });
  expect(await read(waits)).toMatchObject({
    notification: { data: { change: 'joined', name: 'Deleted user' } },
  });
});
