import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventSource } from '#events/envelope.ts';
import { memberRoleChanged } from '#events/lifecycle/member-role-changed.ts';
import { channels } from '#events/notifications/notification-type.ts';
import { openTable, type Table } from '#functions/shared/aws/table-client.ts';
import { accountKey, deferredKey, inboxKey, notificationKey } from '#functions/shared/table.ts';
import { interleave, manyRounds, raceTable } from '#functions/testing/interleave.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { startPipeline } from '#functions/testing/pipeline.ts';
import { findTold, forgetInInboxes } from './forget-in-inboxes.ts';

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
  const told = { told: await findTold(table, ['event']), readers: ['owner'] };
  await expect(forgetInInboxes(deadly, who, told)).rejects.toThrow('Killed');
  await forgetInInboxes(table, who, told);

  const read = async (Key: { pk: string; sk: string }) =>
    (await client.send(new GetCommand({ TableName: tableName, Key }))).Item;
  expect(await read(inboxKey('owner', 'told'))).toMatchObject({ body: 'Deleted user joined.' });
  expect(await read(waits)).toMatchObject({
    notification: { data: { change: 'joined', name: 'Deleted user' } },
  });
});

describe('what is on its way to an admin’s inbox, and to a mail that waits', () => {
  let pipeline: Awaited<ReturnType<typeof startPipeline>>;
  let table: Table;
  beforeAll(async () => {
    pipeline = await startPipeline();
    table = await raceTable(pipeline.table);
  });

  /** A company's admin and a member whose role has changed, of which the admin is told by a weekly mail, too. */
  async function underWay() {
    const { companyId, accountIds } = await pipeline.company(['owner', 'member']);
    const [reader = '', accountId = ''] = accountIds;
    await pipeline.choose(reader, {
      changes: [{ type: 'membership-changed', channel: 'email', enabled: true }],
      digests: { company: 'weekly' },
    });
    const id = pipeline.newId();
    pipeline.happened({
      ...{ id, type: memberRoleChanged.type, version: 1, occurredAt: at, accountId, companyId, origin: null },
      actor: { kind: 'account', accountId: reader },
      data: {
        ...{ email: 'ann@example.com', name: 'Ann Lee', timezone: null },
        ...{ role: 'member', oldRole: 'admin', companyName: 'Engines' },
      },
    });
    await pipeline.run('requests');
    const messages = pipeline.queues.deliveries.splice(0);
    return { companyId, reader, accountId, event: id, messages };
  }
  type UnderWay = Awaited<ReturnType<typeof underWay>>;

  const deliver = (mine: Table, { messages }: UnderWay) =>
    pipeline.deliver({ ...pipeline.deliverDeps, table: mine }, messages);
  /** What the erasure does from the moment at which it takes the account on. */
  const erase = async (mine: Table, { accountId, event, reader }: UnderWay) => {
    await mine.client.send(
      new UpdateCommand({
        TableName: mine.name,
        Key: accountKey(accountId),
        UpdateExpression: 'SET #state = :disabled',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':disabled': 'disabled' },
      }),
    );
    const told = await findTold(mine, [event]);
    await forgetInInboxes(mine, { ...who, accountId }, { told, readers: [reader] });
  };
  const below = async (pk: string) => {
    const query = new QueryCommand({
      ...{ TableName: table.name, ConsistentRead: true, KeyConditionExpression: 'pk = :pk' },
      ExpressionAttributeValues: { ':pk': pk },
    });
    return (await table.client.send(query)).Items ?? [];
  };
  const said = async ({ reader }: UnderWay) => ({
    inbox: (await below(inboxKey(reader, '').pk)).map(({ body }) => String(body)),
    waiting: (await below(deferredKey(reader, 'email', '', '').pk)).flatMap(
      (item) => item['notification'] ?? [],
    ),
  });
  const unnamed = {
    inbox: ['Deleted user is a member now.'],
    waiting: [
      expect.objectContaining({ data: expect.objectContaining({ name: 'Deleted user' }) as unknown }),
    ],
  };

  test('names the person as long as they are there, and does not keep their id', async () => {
    const person = await underWay();
    expect(await deliver(table, person)).toEqual([]);
    const { inbox, waiting } = await said(person);
    expect(inbox).toEqual(['Ann Lee is a member now.']);
    expect(waiting).toMatchObject([{ data: { name: 'Ann Lee' } }]);
    expect(JSON.stringify(waiting)).not.toContain(person.accountId);
  });

  test('says nothing of who it was when it comes after the account was taken, or is gone; nor when it comes again', async () => {
    const person = await underWay();
    await erase(table, person);
    expect(await deliver(table, person)).toEqual([]);
    expect(await said(person)).toEqual(unnamed);
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: accountKey(person.accountId) }));
    expect(await deliver(table, person)).toEqual([]);
    expect(await said(person)).toEqual(unnamed);
  });

  test('names nobody, in whatever order the calls of both reach the table: 40 interleavings', async () => {
    const people: UnderWay[] = [];
    for (let seed = 0; seed < 40; seed += 1) people.push(await underWay());
    let named = 0;
    await manyRounds(people.length, async (seed) => {
      const person = people[seed]!;
      const { results } = await interleave<readonly string[]>(table, seed, [
        async (mine) => [...(await deliver(mine, person)), ...(await deliver(mine, person))],
        async (mine) => {
          await erase(mine, person);
          named += (await said(person)).inbox.length;
          return [];
        },
      ]);
      expect([seed, results.flat()]).toEqual([seed, []]);
      expect([seed, await said(person)]).toEqual([seed, unnamed]);
    });
    // In some the delivery had come first, in some the erasure.
    expect(named).toBeGreaterThan(0);
    expect(named).toBeLessThan(people.length);
  });
});
