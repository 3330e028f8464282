import { expect, test } from 'vitest';
import { countCalls } from '#functions/testing/call-counter.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { openTable } from '../aws/table-client.ts';
import { commit } from '../aws/transaction.ts';
import { notificationDefaultsKey, notificationPreferencesKey } from '../table.ts';
import { changePreferences, type PreferenceChanges } from './preference-writes.ts';
import { readCompanyNotifications, readPreferences } from './preferences-item.ts';
import { updateAttributes } from './update-attributes.ts';

const now = new Date('2026-05-03T10:00:00.000Z');
const at = now.toISOString();

const noQuiet = { mon: null, tue: null, wed: null, thu: null, fri: null, sat: null, sun: null };

async function setup() {
  const { client, tableName } = await startTestTable();
  const table = openTable(tableName, client);
  const change = (accountId: string, changes: PreferenceChanges, over: readonly number[] | null = null) =>
    commit(table, [changePreferences(tableName, accountId, changes, { now, over })]);
  const read = async (accountId: string) => (await readPreferences(table, accountId, 'company')).account;
  return { table, change, read, counter: countCalls(client) };
}

const off = { type: 'missed-call', channel: 'email', enabled: false } as const;

test('somebody who chose nothing has no item, and no preferences of their own', async () => {
  const { read } = await setup();
  expect(await read('ada')).toEqual({
    version: 0,
    overrides: {},
    masters: {},
    quietHours: null,
    digests: {},
  });
});

test('keeps what was chosen and when, and forgets it when it is taken back', async () => {
  const { change, read } = await setup();
  const quietHours = { ...noQuiet, fri: { from: '22:00', to: '07:00' } };
  await change('ada', {
    changes: [off],
    masters: { sms: false },
    quietHours,
    digests: { messages: 'daily' },
  });
  expect(await read('ada')).toEqual({
    version: 1,
    overrides: { 'missed-call': { email: { enabled: false, at } } },
    masters: { sms: { enabled: false, at } },
    quietHours,
    digests: { messages: 'daily' },
  });
  await change('ada', {
    changes: [{ ...off, enabled: null }],
    quietHours: null,
    digests: { messages: 'at-once' },
  });
  expect(await read('ada')).toMatchObject({ version: 2, overrides: {}, quietHours: null, digests: {} });
});

test('changes that meet each other all count', async () => {
  const { change, read } = await setup();
  const channels = ['in-app', 'email', 'push', 'sms'] as const;
  await Promise.all(channels.map((channel) => change('ada', { changes: [{ ...off, channel }] })));
  const { version, overrides } = await read('ada');
  expect([version, Object.keys(overrides['missed-call'] ?? {}).length]).toEqual([4, 4]);
});

test('a change over a version that is gone writes nothing', async () => {
  const { change, read } = await setup();
  expect(await change('ada', { changes: [off] }, [0])).toBeNull();
  expect(await change('ada', { masters: { email: false } }, [0, -1])).not.toBeNull();
  expect(await change('ada', { masters: { email: false } }, [7])).not.toBeNull();
  expect(await read('ada')).toMatchObject({ version: 1, masters: {} });
});

test('reads what a company decided beside what a person chose, in one round trip', async () => {
  const { table, counter } = await setup();
  const decided = { enabled: true, by: 'Grace', at };
  const attributes = new Map([
    ['lock#missed-call#email', decided],
    ['default#new-invoice#push', decided],
  ]);
  await commit(table, [updateAttributes(table.name, notificationDefaultsKey('company'), attributes, null)]);
  await commit(table, [updateAttributes(table.name, notificationPreferencesKey('ada'), new Map(), null)]);
  counter.take();
  expect(await readPreferences(table, 'ada', 'company')).toMatchObject({
    account: { version: 1 },
    company: {
      version: 1,
      locks: { 'missed-call': { email: decided } },
      defaults: { 'new-invoice': { push: decided } },
    },
  });
  expect(counter.take().calls).toEqual(['BatchGetItem']);
  expect((await readCompanyNotifications(table, 'company')).version).toBe(1);
  expect(await readCompanyNotifications(table, 'another')).toEqual({ version: 0, defaults: {}, locks: {} });
});
