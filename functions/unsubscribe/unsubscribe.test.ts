import { beforeAll, describe, expect, test } from 'vitest';

import { notificationTypes } from '#events/notifications/catalogue.ts';
import { newId } from '#functions/shared/ids.ts';
import type { MailScope } from '#functions/shared/notifications/mail-scope.ts';
import { readPreferences } from '#functions/shared/notifications/preferences-item.ts';
import { readUnsubscribeToken, unsubscribeToken } from '#functions/shared/notifications/unsubscribe-token.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const missedCalls: MailScope = { kind: 'type', name: 'missed-call' };
const messages: MailScope = { kind: 'category', name: 'messages' };

async function setup(scope: MailScope = missedCalls) {
  const { accountId, cookie } = await api.person();
  const [secret] = await api.deps.readChannelSecret();
  const token = unsubscribeToken(secret, { accountId, scope });
  const overrides = async () => (await readPreferences(api.table, accountId, newId())).account.overrides;
  return {
    accountId,
    token,
    mails: async (type = 'missed-call') => (await overrides())[type]?.email?.enabled ?? null,
    overrides,
    describe: () => api.request('GET /api/unsubscribe/subscription', { query: { token } }),
    open: () => api.request('GET /api/unsubscribe', { query: { token } }),
    /** As a mail program posts it: without a session, from elsewhere, with a form. */
    post: (used = token) =>
      api.request('POST /api/unsubscribe', {
        query: { token: used },
        raw: 'List-Unsubscribe=One-Click',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'cross-site',
          origin: 'https://mail.example',
        },
      }),
    undo: (undo: unknown) => api.request('POST /api/unsubscribe/undo', { body: { token, undo } }),
    choose: (type: string, enabled: boolean | null) =>
      api.request('PATCH /api/user/notification-preferences', {
        cookie,
        body: { changes: [{ type, channel: 'email', enabled }] },
      }),
  };
}

describe('one click of a mail program (RFC 8058)', () => {
  test('turns off the mails of the type, with nothing but the token, and nothing else', async () => {
    const { accountId, post, mails, overrides } = await setup();
    expect(await post()).toMatchObject({
      status: 200,
      body: { undo: [{ type: 'missed-call', enabled: null }] },
    });
    expect(await mails()).toBe(false);
    expect(Object.keys(await overrides())).toEqual(['missed-call']);
    expect(await api.lastEvent('latchkey.notification.unsubscribed')).toMatchObject({
      accountId,
      actor: { kind: 'anonymous' },
      data: { scope: 'type', name: 'missed-call', types: ['missed-call'] },
    });
  });

  test('of a digest turns off its category, but nothing mandatory', async () => {
    const { post, overrides } = await setup(messages);
    await post();
    const optional = notificationTypes.filter(
      ({ category, channels }) => category === 'messages' && channels.email !== undefined,
    );
    expect(Object.keys(await overrides()).toSorted()).toEqual(optional.map(({ id }) => id).toSorted());
    const security = await setup({ kind: 'category', name: 'security' });
    expect((await security.post()).body.reason).toBe('invalid-code');
    expect(await security.overrides()).toEqual({});
  });

  test('twice, and ten times at once, is once', async () => {
    const { post, accountId } = await setup();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => post()));
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await post()).body).toEqual({ undo: [] });
    const events = (await api.events()).filter(
      (event) => event.accountId === accountId && event.type.endsWith('.unsubscribed'),
    );
    expect(events).toHaveLength(1);
  });
});

describe('opening the link', () => {
  test('leads to the page that asks, and changes nothing, however often a scanner follows it', async () => {
    const { open, describe: read, token, mails } = await setup();
    const { status, headers } = await open();
    expect([status, headers['location']]).toEqual([
      303,
      `${api.deps.siteUrl}/unsubscribe?token=${encodeURIComponent(token)}`,
    ]);
    expect((await read()).body).toEqual({
      kind: 'type',
      name: 'missed-call',
      title: 'Missed call',
      subscribed: true,
    });
    expect(await mails()).toBeNull();
  });
});

describe('taking it back', () => {
  test('restores what the person had chosen before, not what others have since', async () => {
    const { post, undo, choose, overrides } = await setup(messages);
    await choose('missed-call', true);
    await choose('failed-call', false);
    const { body } = await post();
    expect((await undo(body.undo)).status).toBe(204);
    expect(Object.entries(await overrides()).map(([type, { email }]) => [type, email?.enabled])).toEqual(
      expect.arrayContaining([
        ['missed-call', true],
        ['failed-call', false],
      ]),
    );
    expect(Object.keys(await overrides())).toHaveLength(2);
  });

  test('reaches no type that the link is not about', async () => {
    const { undo, choose, mails, post } = await setup();
    await choose('failed-call', false);
    await post();
    const beyond = { type: 'failed-call', enabled: true };
    expect((await undo([beyond])).status).toBe(204);
    expect(await mails('failed-call')).toBe(false);
    expect(await mails()).toBe(false);
  });
});

describe('a token', () => {
  const subscription = { accountId: newId(), scope: missedCalls };
  const token = unsubscribeToken('a secret', subscription);

  test('is read under any of the valid secrets', () => {
    expect(readUnsubscribeToken(['another', 'a secret'], token)).toEqual(subscription);
    expect(readUnsubscribeToken(['another'], token)).toBeNull();
  });

  test.each([
    ['of another account', token.replace(subscription.accountId, newId())],
    ['of another type', token.replace('missed-call', 'failed-call')],
    ['of the category', token.replace('type_', 'category_')],
    ['with another code', `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`],
    ['without a code', token.split('.').slice(0, 2).join('.')],
    ['with more', `${token}.x`],
    ['empty', ''],
  ])('%s is refused', (_, forged) => {
    expect(readUnsubscribeToken(['a secret'], forged)).toBeNull();
  });

  test('that is forged, of nobody, or of mandatory mail changes nothing and says the same', async () => {
    const { post } = await setup();
    const [secret] = await api.deps.readChannelSecret();
    const { accountId } = await api.person();
    const tokens = [
      unsubscribeToken('not the secret', { accountId, scope: missedCalls }),
      unsubscribeToken(secret, { accountId: newId(), scope: missedCalls }),
      unsubscribeToken(secret, { accountId, scope: { kind: 'type', name: 'password-changed' } }),
      unsubscribeToken(secret, { accountId, scope: { kind: 'type', name: 'no-such-type' } }),
    ];
    for (const used of tokens) {
      const { status, body } = await post(used);
      expect([status, body.reason]).toEqual([400, 'invalid-code']);
    }
  });
});
