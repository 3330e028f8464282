import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openTable } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { isLostReply, ReplyLost } from '#functions/shared/notifications/lost-reply.ts';
import type { Outgoing } from '#functions/shared/notifications/sender.ts';
import { readPushBrowsers } from '#functions/shared/push-item.ts';
import { startSession } from '#functions/shared/session/session-item.ts';
import { accountKey } from '#functions/shared/table.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { startPushService } from '#functions/testing/push-service.ts';
import { isPushEndpoint } from './push-endpoint.ts';
import type { PushContent } from './push-message.ts';
import { pushSender } from './push-sender.ts';
import { openPushTransport } from './push-transport.ts';
import { subscribeBrowser } from './subscribe-browser.ts';
import { unsubscribeBrowser } from './unsubscribe-browser.ts';
import { vapidKeys } from './vapid.ts';

const viewer = { ip: '203.0.113.9', browser: 'Firefox 144', os: 'Windows', device: 'desktop' } as const;

let service: Awaited<ReturnType<typeof startPushService>>;
beforeAll(async () => {
  service = await startPushService();
});
afterAll(() => service.close());

async function setup({ secrets = ['a secret of the test'], hosts = 'any' as const } = {}) {
  const { client, tableName } = await startTestTable();
  const table = openTable(tableName, client);
  const held = { secrets };
  const logged: string[] = [];
  const deps = {
    table,
    now: () => new Date('2026-11-20T12:00:00.000Z'),
    newId,
    readChannelSecret: () => Promise.resolve(held.secrets as [string, ...string[]]),
    pushHosts: hosts,
    post: openPushTransport(hosts),
    contact: 'mailto:support@example.com',
    logger: jsonLogger((line) => logged.push(line)),
  };
  const [accountId, sessionId] = [newId(), newId()];
  const moment = deps.now().toISOString();
  const signedIn = startSession(tableName, {
    ...{ id: sessionId, accountId, companyId: newId(), refreshToken: null, viewer, now: deps.now() },
    absoluteDays: 30,
  });
  const account = {
    ...{ accountId, email: 'ada@example.test', name: 'Ada', company: null, phone: null, timezone: null },
    ...{ avatarUrl: null, pendingEmail: null, version: 1, state: 'active', sessionTimeoutMinutes: null },
    ...{ sessionsValidFrom: moment, lastCompanyId: newId(), emailChangedAt: null, createdAt: moment },
  };
  await commit(table, [
    ...signedIn.items,
    { Put: { TableName: tableName, Item: { ...accountKey(accountId), ...account } } },
  ]);
  const subscribe = (browser: ReturnType<typeof service.browser>) =>
    subscribeBrowser(deps, { accountId, sessionId, ...browser, viewer });
  const add = (name: string) => subscribe(service.browser(name));
  const send = pushSender(deps);
  const outgoing = (content: Partial<PushContent> = {}, more = {}): Outgoing<PushContent> => ({
    notification: {
      id: newId(),
      type: 'missed-call',
      category: 'messages',
      companyId: newId(),
      createdAt: '2026-11-20T12:00:00.000Z',
      url: 'https://account.example.com/calls/1',
    },
    recipient: { accountId, email: 'ada@example.com', name: 'Ada', timezone: null },
    content: { title: 'Missed call', body: 'Grace called.', ...content },
    ...more,
  });
  const names = async () =>
    (await readPushBrowsers(table, accountId)).browsers.map(({ endpoint }) => endpoint);
  return { deps, held, accountId, sessionId, subscribe, add, send, outgoing, names, logged, table };
}

const arrivedAt = (name: string) => service.received.filter(({ path }) => path === `/send/${name}`);

describe('a push message', () => {
  test('reaches every browser of the account, readable by that browser alone, signed as ours', async () => {
    const { add, send, outgoing } = await setup();
    await add('laptop');
    await add('phone');
    const one = outgoing();
    expect(await send(one)).toEqual({ ok: true });
    for (const name of ['laptop', 'phone']) {
      const [push, ...others] = arrivedAt(name);
      expect(others).toEqual([]);
      expect(push).toMatchObject({
        message: {
          title: 'Missed call',
          body: 'Grace called.',
          tag: one.notification.id,
          url: 'https://account.example.com/calls/1',
        },
        claims: { sub: 'mailto:support@example.com' },
        headers: { 'content-encoding': 'aes128gcm', ttl: '86400' },
      });
      expect(push!.serverKey).toBe(vapidKeys('a secret of the test').publicKey);
    }
  });

  test('of any length and script fits what push services take', async () => {
    const { add, send, outgoing } = await setup();
    await add('long');
    const flag = '🏳️‍🌈';
    expect(await send(outgoing({ title: flag.repeat(500), body: '漢'.repeat(5000) }))).toEqual({ ok: true });
    const [push] = arrivedAt('long');
    expect(Number(push!.headers['content-length'])).toBeLessThanOrEqual(4096);
    expect((push!.message as PushContent).body).toMatch(/^漢+…$/);
  });

  test('of several tells them by their titles', async () => {
    const { add, send, outgoing } = await setup();
    await add('digest');
    const [first, second] = [outgoing({ title: 'One' }), outgoing({ title: 'Two' })];
    expect(await send(outgoing({}, { digest: [first, second] }))).toEqual({ ok: true });
    expect(arrivedAt('digest')[0]!.message).toMatchObject({
      title: '2 new notifications',
      body: 'One\nTwo',
      url: null,
    });
  });

  test('for somebody without a browser is refused for good', async () => {
    const { send, outgoing } = await setup();
    expect(await send(outgoing())).toEqual({ ok: false, reason: 'no-browser' });
  });
});

describe('a push service', () => {
  test.each([404, 410, 401, 403])('that answers %i has its browser dropped, and no other', async (status) => {
    const { add, send, outgoing, names } = await setup();
    await add(`gone-${status}`);
    await add(`here-${status}`);
    service.answerWith(`gone-${status}`, status);
    expect(await send(outgoing())).toEqual({ ok: true });
    expect(await names()).toEqual([expect.stringMatching(`/send/here-${status}$`)]);
  });

  test('that knows none of the browsers leaves the account without any', async () => {
    const { add, send, outgoing, names } = await setup();
    await add('last');
    service.answerWith('last', 410);
    expect(await send(outgoing())).toEqual({ ok: false, reason: 'no-browser' });
    expect(await names()).toEqual([]);
  });

  test.each([429, 500, 503])(
    'that answers %i has the message tried again, and keeps its browser',
    async (status) => {
      const { add, send, outgoing, names } = await setup();
      await add(`ill-${status}`);
      service.answerWith(`ill-${status}`, status);
      const fault = await send(outgoing()).catch((error: unknown) => error);
      expect(fault).toMatchObject({ statusCode: status });
      expect(fault instanceof ReplyLost).toBe(false);
      expect(await names()).toHaveLength(1);
    },
  );

  test('that hangs up leaves open whether it took the message', async () => {
    const { add, send, outgoing } = await setup();
    await add('rude');
    service.answerWith('rude', 'drop');
    expect(await send(outgoing()).catch((error: unknown) => error)).toBeInstanceOf(ReplyLost);
  });

  test('that fails for one browser is no reason to tell the others twice', async () => {
    const { add, send, outgoing } = await setup();
    await add('well');
    await add('unwell');
    service.answerWith('unwell', 500);
    expect(await send(outgoing())).toEqual({ ok: true });
  });

  test('that refuses a message as such is not asked again', async () => {
    const { add, send, outgoing, names } = await setup();
    await add('strict');
    service.answerWith('strict', 413);
    expect(await send(outgoing())).toEqual({ ok: false, reason: 'push-refused' });
    expect(await names()).toHaveLength(1);
  });
});

describe('the key that we sign with', () => {
  test('always follows from the secret, and another one from another', () => {
    expect(vapidKeys('one')).toEqual(vapidKeys('one'));
    expect(vapidKeys('one')).not.toEqual(vapidKeys('two'));
    expect(Buffer.from(vapidKeys('one').publicKey, 'base64url')).toHaveLength(65);
    expect(Buffer.from(vapidKeys('one').privateKey, 'base64url')).toHaveLength(32);
  });

  test('is the one that the browser subscribed with, as long as the secret has it', async () => {
    const { add, send, outgoing, held, names } = await setup({ secrets: ['the old secret'] });
    await add('rotated');
    held.secrets = ['the new secret', 'the old secret'];
    expect(await send(outgoing())).toEqual({ ok: true });
    expect(arrivedAt('rotated')[0]!.serverKey).toBe(vapidKeys('the old secret').publicKey);
    held.secrets = ['the newest secret', 'the new secret'];
    expect(await send(outgoing())).toEqual({ ok: false, reason: 'no-browser' });
    expect(await names()).toEqual([]);
  });
});

describe('a browser', () => {
  test('that is added again keeps its place, with its new keys; an eleventh displaces the oldest', async () => {
    const { add, names, accountId, subscribe, table } = await setup();
    for (let index = 0; index < 10; index += 1) await add(`browser-${index}`);
    const again = service.browser('browser-3');
    expect(await subscribe(again)).toMatchObject({ ok: true });
    const { browsers, version } = await readPushBrowsers(table, accountId);
    expect([browsers.length, browsers.at(-1)?.p256dh]).toEqual([10, again.p256dh]);
    await subscribe(again);
    expect((await readPushBrowsers(table, accountId)).version).toBe(version);
    await add('browser-10');
    expect((await names()).map((name) => /\d+$/.exec(name)?.[0])).toEqual([
      '1',
      '2',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '3',
      '10',
    ]);
  });

  test('is taken away by its id, twice without harm; one of another account is not', async () => {
    const { add, names, accountId, deps } = await setup();
    const { browserId } = (await add('leaver')) as { browserId: string };
    const remove = (from: string) => unsubscribeBrowser(deps, { accountId: from, browserId, viewer });
    expect(await remove(newId())).toEqual({ ok: true });
    expect(await names()).toHaveLength(1);
    expect([await remove(accountId), await remove(accountId)]).toEqual([{ ok: true }, { ok: true }]);
    expect(await names()).toEqual([]);
  });

  test('of ten that come at once none is lost', async () => {
    const { add, names } = await setup();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, (_, index) => add(`parallel-${index}`)),
    );
    const added = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(await names()).toHaveLength(added.length);
    expect(added.length).toBeGreaterThan(0);
  });

  test('with a key that is no point of the curve is refused: nothing could be encrypted for it', async () => {
    const { subscribe } = await setup();
    const p256dh = `B${'A'.repeat(86)}`;
    expect(await subscribe({ ...service.browser('odd'), p256dh })).toMatchObject({
      errors: [{ path: 'p256dh', reason: 'invalid-value' }],
    });
  });
});

describe('an endpoint', () => {
  test.each([
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ])('of a push service is taken: %s', (endpoint) => {
    expect(isPushEndpoint(endpoint, 'public')).toBe(true);
  });

  test.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://user:pass@push.example.com/x',
    'https://push.example.com:8443/x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://[::1]/x',
    'https://[::ffff:169.254.169.254]/x',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/x',
    'https://intranet/x',
    'ftp://push.example.com/x',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'nonsense',
  ])('that leads elsewhere is refused: %s (SSRF, ASVS 1.3.6)', (endpoint) => {
    expect(isPushEndpoint(endpoint, 'public')).toBe(false);
  });

  test('whose name leads to this machine is not called', async () => {
    const post = openPushTransport('public');
    const call = post({ endpoint: 'https://localhost/x', headers: {}, body: Buffer.from('x') });
    await expect(call).rejects.toMatchObject({ name: 'NotPublic' });
    expect(isLostReply(await call.catch((error: unknown) => error))).toBe(false);
  });
});
