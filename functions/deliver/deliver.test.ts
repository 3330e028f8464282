import { expect, test } from 'vitest';
import { sampleRequest } from '#events/notifications/sample-request.ts';
import { callVolumeSpike } from '#events/notifications/types/call-volume-spike.ts';
import { missedCall } from '#events/notifications/types/missed-call.ts';
import { sampleEnvelope } from '#events/samples.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { days, hours, minutes, seconds } from '#functions/shared/clock.ts';
import { dropMembers } from '#functions/shared/company-writes.ts';
import { handOver } from '#functions/shared/notifications/lost-reply.ts';
import { accountKey, membershipKey } from '#functions/shared/table.ts';
import { startPipeline } from '#functions/testing/pipeline.ts';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';

async function setup(options?: Parameters<typeof startPipeline>[0], more?: { timezone?: string }) {
  const pipeline = await startPipeline(options);
  const { companyId, accountIds } = await pipeline.company(['owner', 'member', 'member'], more);
  const [ada = '', grace = '', joan = ''] = accountIds;
  let calls = 0;
  /** Publishes a missed call and delivers it. */
  const call = async (caller = '+1 202-555-0123', to: unknown = { kind: 'audience' }) => {
    calls += 1;
    const request = sampleRequest(missedCall, companyId);
    pipeline.publish({ ...request, id: `call-${calls}`, data: { ...request.data, caller }, to });
    return pipeline.drain();
  };
  const titles = async (accountId: string) => (await pipeline.inbox(accountId)).map(({ title }) => title);
  return { ...pipeline, companyId, accountIds, ada, grace, joan, call, titles };
}

const everyDay = (from: string, to: string) => {
  const span = { from, to };
  return { mon: span, tue: span, wed: span, thu: span, fri: span, sat: span, sun: span };
};

test('everybody finds it in their inbox once, and the channels are handed it as their defaults say', async () => {
  const { call, inbox, accountIds, sent, companyId } = await setup();
  expect(await call()).toBe(0);
  for (const accountId of accountIds) {
    expect(await inbox(accountId)).toMatchObject([
      {
        companyId,
        type: 'missed-call',
        category: 'messages',
        title: 'Missed call from +1 202-555-0123',
        body: 'Reception did not answer.',
        url: '/calls/call-5821',
        readAt: null,
        hidden: false,
      },
    ]);
  }
  expect(sent.email.map(({ recipient }) => recipient.accountId).toSorted()).toEqual(accountIds.toSorted());
  expect([sent.push.length, sent.sms.length]).toEqual([3, 0]);
  expect(sent.email[0]).toMatchObject({
    notification: { type: 'missed-call', companyId, url: 'https://account.example.com/calls/call-5821' },
    recipient: {
      email: expect.stringMatching(/@example\.test$/) as string,
      name: expect.any(String) as string,
    },
    content: { subject: 'Missed call from +1 202-555-0123' },
  });
  expect(sent.email[0]).not.toHaveProperty('digest');
});

test('markup in data stays the text that it is', async () => {
  const { call, titles, ada, sent } = await setup();
  await call('<img src=x onerror=alert(1)>');
  expect(await titles(ada)).toEqual(['Missed call from <img src=x onerror=alert(1)>']);
  expect(sent.email[0]?.content).toMatchObject({ subject: 'Missed call from <img src=x onerror=alert(1)>' });
});

test('delivered again, whole or in part, it is nowhere twice', async () => {
  const { call, queues, run, inbox, accountIds, sent, publish, companyId } = await setup();
  publish(sampleRequest(missedCall, companyId));
  await run('requests');
  const messages = [...queues.deliveries];
  for (let time = 0; time < 3; time += 1) {
    queues.deliveries.push(...messages, ...messages);
    while (queues.deliveries.length > 0) await run('deliveries');
  }
  for (const accountId of accountIds) expect(await inbox(accountId)).toHaveLength(1);
  expect([sent.email.length, sent.push.length]).toEqual([3, 3]);
  await call();
  expect(sent.email).toHaveLength(6);
});

test('what somebody switched off does not come, and is kept to say why; the others are told', async () => {
  const { choose, call, inbox, ada, grace, sent } = await setup();
  await choose(ada, {
    changes: [
      { type: 'missed-call', channel: 'in-app', enabled: false },
      { type: 'missed-call', channel: 'email', enabled: false },
      { type: 'missed-call', channel: 'sms', enabled: true },
    ],
    masters: { push: false },
  });
  await call();
  const [hers] = await inbox(ada);
  expect(hers).toMatchObject({
    hidden: true,
    decisions: {
      'in-app': { enabled: false, rule: { kind: 'user' } },
      email: { enabled: false, rule: { kind: 'user' } },
      push: { enabled: false, rule: { kind: 'master' } },
      sms: { enabled: true, rule: { kind: 'user' } },
    },
  });
  expect(hers).not.toHaveProperty('gsi1pk');
  const told = (channel: 'email' | 'push' | 'sms') =>
    sent[channel].map(({ recipient }) => recipient.accountId);
  expect([told('email').includes(ada), told('push').includes(ada), told('sms')]).toEqual([
    false,
    false,
    [ada],
  ]);
  expect(told('email')).toContain(grace);
});

test('a change counts from the next event on: what is repeated goes by what was decided first', async () => {
  const { choose, publish, companyId, run, queues, senders, sent, ada } = await setup();
  const email = senders.email!;
  senders.email = () => Promise.reject(Object.assign(new Error(), { $metadata: { httpStatusCode: 400 } }));
  publish({ ...sampleRequest(missedCall, companyId), to: { kind: 'accounts', accountIds: [ada] } });
  await run('requests');
  expect(await run('deliveries')).toBe(1);
  await choose(ada, { changes: [{ type: 'missed-call', channel: 'email', enabled: false }] });
  senders.email = email;
  expect(await run('deliveries')).toBe(0);
  expect(sent.email).toHaveLength(1);
  expect(queues.deliveries).toEqual([]);
});

test('who has left the company, or is disabled, is not told', async () => {
  const { publish, companyId, run, table, inbox, ada, grace, joan } = await setup();
  publish(sampleRequest(missedCall, companyId));
  await run('requests');
  await commit(
    table,
    dropMembers(table.name, [
      { companyId, accountId: grace, role: 'member', joinedAt: '', lastSeenAt: null },
    ]),
  );
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: accountKey(joan),
      UpdateExpression: 'SET #state = :disabled',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':disabled': 'disabled' },
    }),
  );
  await run('deliveries');
  expect([(await inbox(ada)).length, await inbox(grace), await inbox(joan)]).toEqual([1, [], []]);
});

test('one recipient that fails keeps no other waiting', async () => {
  const { call, drain, senders, sent, grace, accountIds, inbox } = await setup();
  const email = senders.email!;
  senders.email = (outgoing) =>
    outgoing.recipient.accountId === grace ? Promise.reject(answered(429)) : email(outgoing);
  expect(await call()).toBe(1);
  expect(sent.email).toHaveLength(2);
  senders.email = email;
  expect(await drain()).toBe(0);
  expect(sent.email.map(({ recipient }) => recipient.accountId).toSorted()).toEqual(accountIds.toSorted());
  for (const accountId of accountIds) expect(await inbox(accountId)).toHaveLength(1);
});

/** A fault that the other side answered with. */
function answered(httpStatusCode: number): Error {
  return Object.assign(new Error('answered'), { $metadata: { httpStatusCode } });
}

test.each([400, 429, 500, 503])(
  'a channel that answers %i is tried again, and sends once',
  async (status) => {
    const { call, drain, senders, sent } = await setup();
    const email = senders.email!;
    senders.email = () => Promise.reject(answered(status));
    expect(await call()).toBe(1);
    senders.email = email;
    expect(await drain()).toBe(0);
    expect(sent.email).toHaveLength(3);
  },
);

test('a reply that is lost is not asked for again: once, or seldom not at all (decision 021)', async () => {
  const { call, drain, senders, sent, scan } = await setup();
  const email = senders.email!;
  senders.email = (outgoing) =>
    handOver(async () => {
      await email(outgoing);
      throw Object.assign(new Error('late'), { name: 'TimeoutError' });
    });
  expect(await call()).toBe(0);
  expect(await drain()).toBe(0);
  expect(sent.email).toHaveLength(3);
  const receipts = (await scan('DELIVERY#')).filter(({ channel }) => channel === 'email');
  expect(receipts.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown']);
});

test('what a channel refuses for good is written down with its reason, and not repeated', async () => {
  const { call, senders, scan, logged } = await setup();
  senders.email = () => Promise.resolve({ ok: false, reason: 'email-bounce' });
  expect(await call()).toBe(0);
  const receipts = (await scan('DELIVERY#')).filter(({ channel }) => channel === 'email');
  expect(receipts).toHaveLength(3);
  expect(receipts[0]).toMatchObject({ status: 'refused', reason: 'email-bounce' });
  expect(logged.join()).not.toContain('@example.test');
});

test('a run that is killed while it sends is taken up when its lease has ended', async () => {
  const { publish, companyId, run, queues, senders, sent, ada, advance, deliverDeps } = await setup();
  publish({ ...sampleRequest(missedCall, companyId), to: { kind: 'accounts', accountIds: [ada] } });
  await run('requests');
  const email = senders.email!;
  const [message] = queues.deliveries;
  const sending = Promise.withResolvers<undefined>();
  senders.email = () => {
    sending.resolve(undefined);
    return new Promise(() => undefined);
  };
  void run('deliveries');
  await sending.promise;
  await expect.poll(() => sent.push.length).toBe(1);
  senders.email = email;
  queues.deliveries.push(message!);
  expect(await run('deliveries')).toBe(1);
  expect(sent.email).toEqual([]);
  advance(4 * minutes);
  expect(await run('deliveries')).toBe(0);
  expect([sent.email.length, sent.push.length]).toEqual([1, 1]);
  expect(deliverDeps.productName).toBe('Latchkey');
});

test('quiet hours hold back, and the end of them brings everything once, together', async () => {
  const berlin = { timezone: 'Europe/Berlin' };
  const { choose, call, sent, ada, inbox, advance, sweep, drain, scan } = await setup(
    { begin: '2026-05-12T20:30:00.000Z' },
    berlin,
  );
  await choose(ada, { quietHours: everyDay('22:00', '07:00') });
  const onlyAda = { kind: 'accounts', accountIds: [ada] };
  for (const caller of ['One', 'Two', 'Three']) {
    await call(caller, onlyAda);
    advance(1 * seconds);
  }
  expect([sent.email.length, sent.push.length, (await inbox(ada)).length]).toEqual([0, 0, 3]);

  advance(8 * hours);
  await sweep();
  await drain();
  expect(sent.email).toEqual([]);
  advance(31 * minutes);
  await sweep();
  expect(await drain()).toBe(0);
  expect([sent.email.length, sent.push.length]).toEqual([1, 1]);
  const contents = sent.email[0]?.digest?.map(({ content }) => content);
  expect(contents).toMatchObject([
    { subject: 'Missed call from One' },
    { subject: 'Missed call from Two' },
    { subject: 'Missed call from Three' },
  ]);
  expect(sent.push[0]?.digest).toHaveLength(3);

  advance(3 * days);
  await sweep();
  await drain();
  expect([sent.email.length, sent.push.length]).toEqual([1, 1]);
  expect(await scan('DUE#')).toEqual([]);
  expect((await scan('DELIVERY#')).filter(({ sk }) => String(sk).startsWith('LATER#'))).toEqual([]);
});

test('a digest collects the mails of its category for the person’s morning, the other channels go on at once', async () => {
  const { choose, call, sent, ada, advance, sweep, drain } = await setup(
    { begin: '2026-05-12T12:00:00.000Z' },
    { timezone: 'America/New_York' },
  );
  await choose(ada, { digests: { messages: 'daily' } });
  const onlyAda = { kind: 'accounts', accountIds: [ada] };
  await call('One', onlyAda);
  advance(30 * minutes);
  await call('Two', onlyAda);
  expect([sent.email.length, sent.push.length]).toEqual([0, 2]);
  advance(29 * minutes);
  await sweep();
  await drain();
  expect(sent.email).toEqual([]);
  advance(1 * minutes);
  await sweep();
  await drain();
  expect(sent.email).toHaveLength(1);
  expect(sent.email[0]?.digest).toHaveLength(2);
  await call('Three', onlyAda);
  advance(1 * days);
  await sweep();
  await drain();
  expect(sent.email).toHaveLength(2);
  expect(sent.email[1]).not.toHaveProperty('digest');
});

test('what joins a digest while it is being sent comes with it or after it, once', async () => {
  const { choose, call, sent, ada, advance, sweep, drain } = await setup();
  await choose(ada, { digests: { messages: 'hourly' } });
  const onlyAda = { kind: 'accounts', accountIds: [ada] };
  await call('One', onlyAda);
  advance(1 * hours);
  await Promise.all([sweep().then(() => drain()), call('Two', onlyAda)]);
  advance(1 * hours);
  await sweep();
  await drain();
  const subjects = sent.email.flatMap(
    ({ content, digest }) => digest?.map((each) => each.content) ?? [content],
  );
  expect(subjects).toHaveLength(2);
});

test('two sweeps and a repeated message at the moment of a digest send one mail', async () => {
  const { choose, call, sent, ada, advance, sweep, queues, run } = await setup();
  await choose(ada, { digests: { messages: 'hourly' } });
  await call('One', { kind: 'accounts', accountIds: [ada] });
  advance(1 * hours);
  await Promise.all([sweep(), sweep()]);
  queues.deliveries.push(...queues.deliveries, ...queues.deliveries);
  while (queues.deliveries.length > 0) {
    await run('deliveries');
    advance(1 * minutes);
  }
  expect(sent.email).toHaveLength(1);
});

test('who leaves the company before the moment is told nothing more of it', async () => {
  const { choose, call, sent, grace, advance, sweep, drain, table, companyId, scan } = await setup();
  await choose(grace, { digests: { messages: 'hourly' } });
  await call('One', { kind: 'accounts', accountIds: [grace] });
  await commit(
    table,
    dropMembers(table.name, [
      { companyId, accountId: grace, role: 'member', joinedAt: '', lastSeenAt: null },
    ]),
  );
  advance(1 * hours);
  await sweep();
  expect(await drain()).toBe(0);
  expect(sent.email).toEqual([]);
  expect((await scan('DELIVERY#')).filter(({ sk }) => String(sk).startsWith('LATER#'))).toEqual([]);
});

test('who is an admin no more at the moment is told what is for everybody, and nothing for admins', async () => {
  const { company, choose, publish, drain, sent, advance, sweep, table, scan } = await setup();
  const { companyId, accountIds } = await company(['owner', 'admin']);
  const admin = accountIds[1]!;
  await choose(admin, { digests: { messages: 'hourly' } });
  const to = { kind: 'accounts', accountIds: [admin] };
  // The oldest is for admins: what is behind it must not go with it.
  for (const type of [callVolumeSpike, missedCall]) {
    publish({ ...sampleRequest(type, companyId), to });
    await drain();
    advance(1 * seconds);
  }
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: membershipKey(companyId, admin),
      UpdateExpression: 'SET #role = :member',
      ExpressionAttributeNames: { '#role': 'role' },
      ExpressionAttributeValues: { ':member': 'member' },
    }),
  );
  advance(1 * hours);
  await sweep();
  expect(await drain()).toBe(0);
  expect(sent.email).toMatchObject([{ notification: { type: 'missed-call' } }]);
  expect(sent.email[0]).not.toHaveProperty('digest');
  expect((await scan('DELIVERY#')).filter(({ sk }) => String(sk).startsWith('LATER#'))).toEqual([]);
});

test('what concerns security waits for nothing, and is mailed by nobody here', async () => {
  const { choose, happened, drain, sent, ada, inbox } = await setup({ begin: '2026-05-12T23:00:00.000Z' });
  await choose(ada, { quietHours: everyDay('22:00', '07:00'), digests: { security: 'weekly' } });
  happened({ ...sampleEnvelope('latchkey.password.changed'), accountId: ada });
  expect(await drain()).toBe(0);
  expect(await inbox(ada)).toMatchObject([{ type: 'password-changed', companyId: null, hidden: false }]);
  expect([sent.email.length, sent.push.length]).toEqual([0, 1]);
});

test('a hundred recipients are read with three hundred keys and two of the company: four calls', async () => {
  const { company, publish, run, counter, queues } = await setup();
  const { companyId } = await company(Array.from({ length: 100 }, () => 'member' as const));
  publish(sampleRequest(missedCall, companyId));
  await run('requests');
  counter.take();
  await run('deliveries');
  const { calls } = counter.take();
  expect(calls.filter((name) => name === 'BatchGetItem')).toHaveLength(4);
  // In the inbox by one write, and two for each of mail and push: claimed, and settled.
  expect(calls.filter((name) => name === 'PutItem')).toHaveLength(300);
  expect(calls.filter((name) => name === 'UpdateItem')).toHaveLength(200);
  expect(queues.deliveries).toEqual([]);
});

test('a message that is none fails alone', async () => {
  const { call, queues, run, sent } = await setup();
  queues.deliveries.push({ id: 'broken', body: '{"kind":"other"}', attributes: {} });
  await call();
  expect(sent.email).toHaveLength(3);
  expect(await run('deliveries')).toBe(1);
  expect(queues.deliveries.map(({ id }) => id)).toEqual(['broken']);
});
