import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { companyKey, invitationKey } from '#functions/shared/table.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { replaceInItem } from './forget-in-item.ts';

const who = {
  accountId: '0198c0de-0000-7000-8000-000000000001',
  pseudonym: 'deleted-someone',
  emails: ['ann@example.com'],
  values: ['Ann Lee', 'Ann Lee’s company'],
  receipt: 'R',
};

async function setup() {
  const { client, tableName } = await startTestTable();
  const table = openTable(tableName, client);
  const stored = async (Item: Record<string, unknown>) => {
    await table.client.send(new PutCommand({ TableName: tableName, Item }));
    return Item;
  };
  const read = async ({ pk, sk }: Record<string, unknown>) =>
    (await table.client.send(new GetCommand({ TableName: tableName, Key: { pk, sk } }))).Item;
  return { table, stored, read };
}

test('what others did to the same item meanwhile stands: an invitation that was accepted stays used', async () => {
  const { table, stored, read } = await setup();
  const item = await stored({
    ...invitationKey('company', 'invitation'),
    email: 'joann@example.com',
    invitedBy: who.accountId,
    inviterName: 'Ann Lee',
    acceptedAt: null,
  });
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: invitationKey('company', 'invitation'),
      UpdateExpression: 'SET acceptedAt = :now, another = :now, inviterName = :name',
      ExpressionAttributeValues: { ':now': '2026-11-26T09:00:00.000Z', ':name': 'Ann L' },
    }),
  );
  await replaceInItem(table, item, { ...who, values: [...who.values, 'Ann L'] });
  expect(await read(item)).toEqual({
    ...item,
    invitedBy: who.pseudonym,
    inviterName: 'Deleted user',
    acceptedAt: '2026-11-26T09:00:00.000Z',
    another: '2026-11-26T09:00:00.000Z',
  });
});

test('an item that went meanwhile does not come back', async () => {
  const { table, read } = await setup();
  const item = { ...invitationKey('company', 'gone'), invitedBy: who.accountId };
  await replaceInItem(table, item, who);
  expect(await read(item)).toBeUndefined();
});

test('an invitation of the person goes, one of somebody whose address ends like theirs stays', async () => {
  const { table, stored, read } = await setup();
  const theirs = await stored({ ...invitationKey('company', 'a'), email: 'ann@example.com' });
  const another = await stored({ ...invitationKey('company', 'b'), email: 'joann@example.com' });
  for (const item of [theirs, another]) await replaceInItem(table, item, who);
  expect([await read(theirs), await read(another)]).toEqual([undefined, another]);
});

test('a company keeps its name, also where it is called after the person', async () => {
  const { table, stored, read } = await setup();
  const company = await stored({ ...companyKey('company'), name: 'Ann Lee’s company', by: who.accountId });
  await replaceInItem(table, company, who);
  expect(await read(company)).toEqual({ ...company, by: who.pseudonym });
});

test('an invitation by somebody who is called like a role keeps its role', async () => {
  const { table, stored, read } = await setup();
  const item = await stored({
    ...{ ...invitationKey('company', 'invitation'), email: 'jo@example.com', role: 'member' },
    ...{ invitedBy: who.accountId, inviterName: 'member' },
  });
  await replaceInItem(table, item, { ...who, values: ['member'] });
  expect(await read(item)).toEqual({ ...item, invitedBy: who.pseudonym, inviterName: 'Deleted user' });
});

test('what admins decided is forgotten also where somebody is called like the item that it stands in', async () => {
  const { table, stored, read } = await setup();
  const [pk, sk, at] = ['COMPANY#company', 'NOTIFICATIONS', '2026-11-26T09:00:00.000Z'];
  const item = await stored({ pk, sk, version: 1, 'lock#missed-call#email': { enabled: true, by: sk, at } });
  await replaceInItem(table, item, { ...who, values: [sk] });
  expect(await read(item)).toMatchObject({
    'lock#missed-call#email': { enabled: true, by: 'Deleted user', at },
  });
});
