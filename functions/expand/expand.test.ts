import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { notifiedEvents } from '#events/notified-events.ts';
import { sampleRequest } from '#events/notifications/sample-request.ts';
import { missedCall } from '#events/notifications/types/missed-call.ts';
import { newInvoice } from '#events/notifications/types/new-invoice.ts';
import { sampleEnvelope } from '#events/samples.ts';
import { deliveryMessageSchema } from '#functions/shared/notifications/notification.ts';
import { startPipeline } from '#functions/testing/pipeline.ts';
import * as v from 'valibot';
import { requestsOf, toldEvents } from './lifecycle-notifications.ts';

async function setup() {
  const pipeline = await startPipeline();
  const { companyId, accountIds } = await pipeline.company(['owner', 'admin', 'member', 'member']);
  const [owner = '', admin = '', ...members] = accountIds;
  const { queues } = pipeline;
  const request = { ...sampleRequest(missedCall, companyId), id: 'call-1' };
  /** Who is to be told, by the messages that were written. */
  const told = () =>
    queues.deliveries
      .map(({ body }) => v.parse(deliveryMessageSchema, JSON.parse(body)))
      .flatMap((message) => (message.kind === 'deliver' ? message.accountIds : []))
      .toSorted();
  /** The reasons and places of what was refused. */
  const refusals = () => queues.refused.map(({ attributes }) => [attributes['reason'], attributes['path']]);
  return { ...pipeline, companyId, accountIds, owner, admin, members, request, told, refusals };
}

test('a request for all goes to everybody in the company whom its type is for', async () => {
  const { publish, run, told, accountIds, queues, request, owner, admin, companyId } = await setup();
  publish(request);
  expect(await run('requests')).toBe(0);
  expect(told()).toEqual(accountIds.toSorted());

  queues.deliveries.splice(0);
  publish({ ...sampleRequest(newInvoice, companyId), id: 'invoice-1' });
  await run('requests');
  expect(told()).toEqual([owner, admin].toSorted());
});

test('a request for roles goes to those who have one of them and may have the type', async () => {
  const { publish, run, told, queues, owner, companyId, request, members } = await setup();
  publish({ ...request, to: { kind: 'roles', roles: ['member'] } });
  await run('requests');
  expect(told()).toEqual(members.toSorted());
  queues.deliveries.splice(0);
  publish({ ...sampleRequest(newInvoice, companyId), to: { kind: 'roles', roles: ['owner', 'member'] } });
  await run('requests');
  expect(told()).toEqual([owner]);
});

test('a request for accounts goes to them, to each once', async () => {
  const { publish, run, told, request, owner, admin } = await setup();
  publish({ ...request, to: { kind: 'accounts', accountIds: [owner, admin, owner] } });
  await run('requests');
  expect(told()).toEqual([owner, admin].toSorted());
});

test('the same request again is the same notification', async () => {
  const { publish, run, queues, request } = await setup();
  publish(request);
  // In another order of its fields, as another program might write it.
  publish({
    to: request.to,
    data: { ...request.data },
    companyId: request.companyId,
    type: request.type,
    id: request.id,
  });
  await run('requests');
  const ids = queues.deliveries.map(({ body }) => JSON.parse(body).notification.id as string);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

const long = 'x'.repeat(240 * 1024);

test.each<
  [string, (request: any, of: Awaited<ReturnType<typeof setup>>) => unknown, string, string | undefined]
>([
  ['of an unknown type', (request) => ({ ...request, type: 'no-such-type' }), 'unknown-type', 'type'],
  [
    'of a type that is Latchkey’s own',
    (request) => ({ ...request, type: 'password-changed', data: { how: 'reset' } }),
    'reserved-type',
    'type',
  ],
  ['without data', (request) => ({ ...request, data: {} }), 'invalid-data', 'data.callId'],
  [
    'with data that has a line break',
    (request) => ({ ...request, data: { ...request.data, caller: 'Eve\r\nBcc: all@example.com' } }),
    'invalid-data',
    'data.caller',
  ],
  [
    'with 240 KB in a field',
    (request) => ({ ...request, data: { ...request.data, caller: long } }),
    'malformed',
    'data',
  ],
  [
    'with 240 KB in a field of no type',
    (request) => ({ ...request, data: { ...request.data, more: long } }),
    'malformed',
    'data',
  ],
  ['without an id', ({ id: _, ...request }) => request, 'malformed', 'id'],
  [
    'with a script for an address',
    (request) => ({ ...request, url: 'javascript:alert(1)' }),
    'malformed',
    'url',
  ],
  ['that is a list', () => [], 'malformed', 'id'],
  ['that is nothing', () => null, 'malformed', undefined],
  [
    'for a company that is not there',
    (request) => ({ ...request, companyId: 'nowhere' }),
    'unknown-company',
    'companyId',
  ],
  [
    'for nobody',
    (request) => ({ ...request, to: { kind: 'accounts', accountIds: [] } }),
    'malformed',
    'to.accountIds',
  ],
  [
    'for 1,001 accounts',
    (request) => ({
      ...request,
      to: { kind: 'accounts', accountIds: Array.from({ length: 1001 }, (_, at) => `a${at}`) },
    }),
    'malformed',
    'to.accountIds',
  ],
  [
    'for somebody outside the company',
    (request, { owner }) => ({ ...request, to: { kind: 'accounts', accountIds: [owner, 'somebody'] } }),
    'recipient-outside-company',
    'to.accountIds',
  ],
  [
    'for somebody whom the type is not for',
    (_, { companyId, members }) => ({
      ...sampleRequest(newInvoice, companyId),
      to: { kind: 'accounts', accountIds: members },
    }),
    'recipient-outside-audience',
    'to.accountIds',
  ],
  [
    'for a role that the type is not for',
    (_, { companyId }) => ({
      ...sampleRequest(newInvoice, companyId),
      to: { kind: 'roles', roles: ['member'] },
    }),
    'recipient-outside-audience',
    'to.roles',
  ],
])(
  'a request %s is a dead letter with its reason, and the next one goes on',
  async (_what, broken, reason, path) => {
    const of = await setup();
    of.publish(broken(of.request, of));
    of.publish({ ...of.request, id: 'the-next-one' });
    expect(await of.run('requests')).toBe(0);
    expect(of.refusals()).toEqual([[reason, path]]);
    expect(of.told()).toEqual(of.accountIds.toSorted());
  },
);

test('an id that was used for another content is refused; the first content stands', async () => {
  const { publish, run, refusals, request, told, accountIds } = await setup();
  publish(request);
  await run('requests');
  publish({ ...request, data: { ...request.data, caller: 'Somebody else' } });
  await run('requests');
  expect(refusals()).toEqual([['id-reused', 'id']]);
  expect(told()).toEqual(accountIds.toSorted());
});

test('two sources may use the same id', async () => {
  const { publish, run, queues, request } = await setup();
  publish(request, 'product');
  publish({ ...request, data: { ...request.data, caller: 'Somebody else' } }, 'billing');
  await run('requests');
  expect([queues.refused.length, queues.deliveries.length]).toEqual([0, 2]);
});

test('the publisher is told by an event why, once however often the message comes, and without the data', async () => {
  const { publish, run, events, request, queues, companyId, logged } = await setup();
  publish({ ...request, data: { ...request.data, caller: '' } });
  const [message] = queues.requests;
  await run('requests');
  queues.requests.push(message!);
  await run('requests');
  const found = (await events()).filter(({ type }) => type === 'latchkey.notification.refused');
  expect(found).toHaveLength(1);
  expect(found[0]!.data).toEqual({
    source: 'product',
    notificationId: 'call-1',
    notificationType: 'missed-call',
    companyId,
    reason: 'invalid-data',
    path: 'data.caller',
  });
  expect(queues.refused[0]!.body).toBe(message!.body);
  expect(logged.join()).toContain('"reason":"invalid-data"');
  expect(logged.join()).not.toContain(String(request.data['agent']));
});

test('what a refused request says of itself reaches no event unless it is an id', async () => {
  const { publish, run, events, request } = await setup();
  publish({ ...request, id: 'two\nlines', type: { nested: true }, companyId: 'x'.repeat(500) });
  await run('requests');
  expect((await events()).at(-1)!.data).toMatchObject({
    notificationId: null,
    notificationType: null,
    companyId: null,
  });
});

test('a message that is no event at all fails alone, and ends among the dead letters of its queue', async () => {
  const { publish, run, queues, request, told } = await setup();
  queues.requests.push({ id: 'broken', body: 'not JSON', attributes: {} });
  publish(request);
  expect(await run('requests')).toBe(1);
  expect(queues.requests.map(({ id }) => id)).toEqual(['broken']);
  expect(told()).toHaveLength(4);
});

test('an audience too large for one run is gone through in several, each member once', async () => {
  const { expandDeps, company, publish, run, queues, told } = await setup();
  const { companyId, accountIds } = await company(Array.from({ length: 250 }, () => 'member' as const));
  Object.assign(expandDeps, { membersPerRead: 40, readsPerRun: 2 });
  publish(sampleRequest(missedCall, companyId));
  let runs = 0;
  for (; queues.requests.length > 0; runs += 1) await run('requests');
  expect(runs).toBe(4);
  expect(told()).toEqual(accountIds.toSorted());
});

test('deliveries are written a hundred people to a message, ten messages to a call', async () => {
  const { company, publish, run, queues, sqs } = await setup();
  const { companyId } = await company(Array.from({ length: 1050 }, () => 'member' as const));
  publish(sampleRequest(missedCall, companyId));
  await run('requests');
  expect(queues.deliveries).toHaveLength(11);
  expect(sqs.commandCalls(SendMessageBatchCommand)).toHaveLength(2);
});

test('the lifecycle events that are told are those that the bus brings', () => {
  expect([...toldEvents].toSorted()).toEqual([...notifiedEvents].toSorted());
});

test.each(toldEvents)('%s is told with data that its type takes', (type) => {
  const sample = sampleEnvelope(type);
  for (const { to, companyId } of requestsOf(sample)) {
    expect(to.kind === 'audience' ? companyId : to).toEqual(
      to.kind === 'audience' ? sample.companyId : { kind: 'accounts', accountIds: [sample.accountId] },
    );
  }
});

test('a sign-in from a browser that is known, and a look of support’s, are no news', () => {
  const signIn = sampleEnvelope('latchkey.session.started');
  const acted = sampleEnvelope('latchkey.support.acted');
  expect(requestsOf({ ...signIn, data: { ...signIn.data, newBrowser: false } })).toEqual([]);
  expect(requestsOf({ ...signIn, data: { ...signIn.data, newBrowser: true } })).toHaveLength(1);
  expect(requestsOf({ ...acted, data: { ...acted.data, action: 'viewed' } })).toEqual([]);
});

test('of members the admins are told', async () => {
  const { happened, run, told, owner, admin, companyId } = await setup();
  happened({ ...sampleEnvelope('latchkey.member.joined'), companyId });
  await run('requests');
  expect(told()).toEqual([owner, admin].toSorted());
});

test.each(['scheduled', 'cancelled'])(
  'of the %s deletion of their company all in it are told, but the owner, whose it is',
  async (what) => {
    const { happened, run, told, owner, admin, members, companyId } = await setup();
    happened({ ...sampleEnvelope(`latchkey.company.deletion-${what}`), companyId, accountId: owner });
    await run('requests');
    expect(told()).toEqual([admin, ...members].toSorted());
  },
);

test('an admin whose role changed has a mail of their own about it, and is not told a second time', async () => {
  const { happened, run, told, owner, admin, companyId, expandDeps } = await setup();
  // Also where the audience goes on in another run.
  Object.assign(expandDeps, { membersPerRead: 1, readsPerRun: 1 });
  happened({ ...sampleEnvelope('latchkey.member.role-changed'), companyId, accountId: admin });
  for (let runs = 0; runs < 4; runs += 1) await run('requests');
  expect(told()).toEqual([owner]);
});

test('a changed password is told to its owner, whatever company they are in', async () => {
  const { happened, run, queues, owner } = await setup();
  happened({ ...sampleEnvelope('latchkey.password.changed'), accountId: owner });
  await run('requests');
  expect(JSON.parse(queues.deliveries[0]!.body)).toMatchObject({
    notification: {
      type: 'password-changed',
      companyId: null,
      data: { how: 'changed' },
      url: '/settings/security',
    },
    accountIds: [owner],
  });
});
