import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { mailReceiptKey } from '#functions/shared/table.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { claimReceipt, releaseReceipt, settleReceipt } from './mail-receipt-item.ts';

const start = new Date('2026-10-12T12:00:00.000Z');
const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);

async function setup() {
  const { client, tableName } = await startTestTable();
  const table = openTable(tableName, client);
  const claim = (claimId: string, mail = 'new-sign-in') => ({ eventId: 'event-1', mail, claimId });
  const stored = async () =>
    (
      await table.client.send(
        new GetCommand({ TableName: tableName, Key: mailReceiptKey('event-1', 'new-sign-in') }),
      )
    ).Item;
  return { table, claim, stored };
}

test('of twenty claims at once one is given', async () => {
  const { table, claim } = await setup();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => claimReceipt(table, claim(`claim-${index}`), start)),
  );
  expect(answers.toSorted()).toEqual([...Array.from({ length: 19 }, () => 'being-sent'), 'claimed']);
});

test('a claim ends with its lease', async () => {
  const { table, claim } = await setup();
  expect(await claimReceipt(table, claim('a'), start)).toBe('claimed');
  expect(await claimReceipt(table, claim('b'), later(59))).toBe('being-sent');
  expect(await claimReceipt(table, claim('b'), later(60))).toBe('claimed');
  expect(await claimReceipt(table, claim('a'), later(61))).toBe('being-sent');
});

test('a claim whose reply was lost is given to its own second try', async () => {
  const { table, claim } = await setup();
  await claimReceipt(table, claim('a'), start);
  expect(await claimReceipt(table, claim('a'), later(1))).toBe('claimed');
});

test('what was sent is never claimed again, and is kept for fourteen days', async () => {
  const { table, claim, stored } = await setup();
  await claimReceipt(table, claim('a'), start);
  await settleReceipt(table, claim('a'), later(1));
  expect(await claimReceipt(table, claim('a'), later(2))).toBe('already-sent');
  expect(await claimReceipt(table, claim('b'), later(86_400))).toBe('already-sent');
  expect(await stored()).toMatchObject({
    status: 'sent',
    sentAt: later(1).toISOString(),
    expiresAtSeconds: later(1).getTime() / 1000 + 14 * 86_400,
  });
});

test('a released claim is free at once, but only its holder releases it', async () => {
  const { table, claim } = await setup();
  await claimReceipt(table, claim('a'), start);
  await releaseReceipt(table, claim('b'));
  expect(await claimReceipt(table, claim('b'), later(1))).toBe('being-sent');
  await releaseReceipt(table, claim('a'));
  expect(await claimReceipt(table, claim('b'), later(1))).toBe('claimed');
});

test('a receipt of a sent mail is not released', async () => {
  const { table, claim } = await setup();
  await claimReceipt(table, claim('a'), start);
  await settleReceipt(table, claim('a'), start);
  await releaseReceipt(table, claim('a'));
  expect(await claimReceipt(table, claim('b'), later(1))).toBe('already-sent');
});

test('each mail of an event has a receipt of its own', async () => {
  const { table, claim } = await setup();
  expect(await claimReceipt(table, claim('a', 'one'), start)).toBe('claimed');
  expect(await claimReceipt(table, claim('a', 'other'), start)).toBe('claimed');
});
