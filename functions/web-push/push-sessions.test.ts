import { createECDH, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { days, hours, minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { accountKey } from '#functions/shared/table.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { browserIdOf } from './push-endpoint.ts';
import { pushSender } from './push-sender.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

/** A browser's push subscription; it outlives sign-outs, as browsers keep it. */
function subscription() {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  return {
    endpoint: `https://push.example.com/${newId()}`,
    p256dh: keys.getPublicKey('base64url'),
    auth: randomBytes(16).toString('base64url'),
  };
}

/** Somebody with a browser that shows their notifications, and another session elsewhere. */
async function setup() {
  const person = await api.person();
  const elsewhere = (await api.signIn(person.email)) ?? '';
  const browser = subscription();
  const subscribe = async (cookie: string, one = browser) =>
    (await api.request('POST /api/user/push-subscriptions', { cookie, body: one })).status;
  expect(await subscribe(person.cookie)).toBe(201);
  /** Tells an account something; gives the browsers that it was handed to, and for how many seconds. */
  const tell = async (accountId = person.accountId) => {
    const handed: { endpoint: string; seconds: number }[] = [];
    const send = pushSender({
      ...api.deps,
      contact: 'mailto:support@example.com',
      post: ({ endpoint, headers }) => {
        handed.push({ endpoint, seconds: Number(headers['TTL']) });
        return Promise.resolve(201);
      },
    });
    await send({
      notification: {
        ...{ id: newId(), type: 'missed-call', category: 'messages', companyId: null, url: null },
        createdAt: api.now().toISOString(),
      },
      recipient: { accountId, email: person.email, name: 'Ada', timezone: null },
      content: { title: 'Missed call', body: 'Grace called.' },
    });
    return handed;
  };
  const renew = (cookie: string, replaces = browser.endpoint, one = subscription()) =>
    api.request('POST /api/user/push-subscriptions/renewal', { cookie, body: { ...one, replaces } });
  const told = async (accountId?: string) => (await tell(accountId)).map(({ endpoint }) => endpoint);
  expect(await told()).toEqual([browser.endpoint]);
  const shown = async (cookie: string): Promise<unknown[]> =>
    (await api.request('GET /api/user/notification-channels', { cookie })).body.push.browsers;
  return { ...person, elsewhere, browser, subscribe, renew, tell, told, shown };
}
type Setup = Awaited<ReturnType<typeof setup>>;

const body = { currentPassword: password, newPassword: 'a kettle on the moor', signOutOthers: true };
const ends: Record<string, (of: Setup) => Promise<unknown>> = {
  'its person signs out': ({ cookie }) => api.request('POST /api/auth/sign-out', { cookie }),
  'its session is ended from another': async ({ cookie, elsewhere }) => {
    const { sessions } = (await api.request('GET /api/user/sessions', { cookie })).body;
    const { id } = sessions.find(({ current }: { current: boolean }) => current);
    return api.request('DELETE /api/user/sessions/{id}', { cookie: elsewhere, params: { id } });
  },
  'all other sessions are ended': ({ elsewhere }) =>
    api.request('DELETE /api/user/sessions', { cookie: elsewhere }),
  'the password is changed elsewhere': ({ elsewhere }) =>
    api.request('POST /api/user/password', { cookie: elsewhere, body }),
  'the password is reset': async ({ email }) => {
    await api.request('POST /api/auth/forgot-password', { body: { email } });
    const { code } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
    const { newPassword } = body;
    const answer = await api.request('POST /api/auth/reset-password', { body: { email, code, newPassword } });
    expect(answer.status).toBe(204);
  },
  'its account is gone': ({ accountId }) => api.remove({ ...accountKey(accountId) }),
  'somebody else signs in in it': async ({ cookie }) => {
    const { email } = await api.person();
    return api.signIn(email, password, { cookie });
  },
  'somebody else signs in in it after hours': async ({ cookie }) => {
    const { email } = await api.person();
    api.advance(5 * hours);
    return api.signIn(email, password, { cookie });
  },
  'its session is at its end': async () => {
    api.advance(30 * days);
    return Promise.resolve();
  },
};

describe('a browser', () => {
  test.each(Object.entries(ends))(
    'gets no more messages once %s, nor under a new address of its push service',
    async (_, end) => {
      const of = await setup();
      await end(of);
      expect(await of.told()).toEqual([]);
      expect((await of.renew(of.cookie)).status).toBe(401);
      expect(await of.told()).toEqual([]);
    },
  );

  test('that is silent is not shown as one that gets messages', async () => {
    const of = await setup();
    expect(await of.shown(of.elsewhere)).toHaveLength(1);
    await api.request('POST /api/auth/sign-out', { cookie: of.cookie });
    expect(await of.shown(of.elsewhere)).toEqual([]);
  });

  test('that is signed in to again, and says so, goes on where it was; it is no new choice on record', async () => {
    const { accountId, email, cookie, subscribe, told, browser } = await setup();
    await api.request('POST /api/auth/sign-out', { cookie });
    const again = (await api.signIn(email)) ?? '';
    expect(await told()).toEqual([]);
    expect(await subscribe(again)).toBe(201);
    expect(await told()).toEqual([browser.endpoint]);
    const chosen = (await api.events()).filter(
      (event) => event.type === 'latchkey.push.subscribed' && event.accountId === accountId,
    );
    expect(chosen).toHaveLength(1);
  });

  test('that was turned off from another stays off, though its page takes it for one that was chosen', async () => {
    const { accountId, email, cookie, elsewhere, told, browser } = await setup();
    const again = (of: string) =>
      api.request('POST /api/user/push-subscriptions', { cookie: of, body: { ...browser, again: true } });
    expect((await again(cookie)).status).toBe(201);
    const browserId = browserIdOf(browser.endpoint);
    await api.request('DELETE /api/user/push-subscriptions', { cookie: elsewhere, body: { browserId } });
    for (const session of [cookie, (await api.signIn(email)) ?? ''])
      expect((await again(session)).body.reason).toBe('not-found');
    expect(await told()).toEqual([]);
    const recorded = (await api.events()).filter((event) => event.accountId === accountId);
    expect(recorded.filter(({ type }) => type === 'latchkey.push.subscribed')).toHaveLength(1);
  });

  test('keeps getting them while its session renews its secret', async () => {
    const { cookie, told, browser } = await setup();
    await api.stepUp(cookie);
    api.advance(1 * minutes);
    expect(await told()).toEqual([browser.endpoint]);
  });

  test('that another account chose, too, gets that one’s messages and none of the former’s', async () => {
    const { cookie, told, subscribe, browser } = await setup();
    const other = await api.person();
    const theirs = (await api.signIn(other.email, password, { cookie })) ?? '';
    expect(await told(other.accountId)).toEqual([]);
    await subscribe(theirs);
    expect([await told(), await told(other.accountId)]).toEqual([[], [browser.endpoint]]);
  });

  test('gets them while nobody is at the site: only the page asks for the password again', async () => {
    const { cookie, told, browser } = await setup();
    api.advance(3 * days);
    expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
    expect(await told()).toEqual([browser.endpoint]);
  });

  test('whose push service has renewed it goes on under its new address, though nobody was at the site for days', async () => {
    const { accountId, email, cookie, browser, renew, told, shown } = await setup();
    api.advance(3 * days);
    const renewed = subscription();
    const answer = await renew(cookie, browser.endpoint, renewed);
    expect([answer.status, answer.cookie]).toEqual([204, undefined]);
    expect(await told()).toEqual([renewed.endpoint]);
    // The page asks for the password all the same.
    expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
    expect(await shown((await api.signIn(email)) ?? '')).toHaveLength(1);
    const recorded = (await api.events()).filter((event) => event.accountId === accountId);
    expect(recorded.filter(({ type }) => type === 'latchkey.push.renewed')).toHaveLength(1);
  });

  test('whose renewal is told twice, since an answer was lost, is one browser', async () => {
    const { accountId, cookie, browser, renew, told, shown } = await setup();
    const renewed = subscription();
    const statuses = [];
    for (let time = 0; time < 2; time += 1)
      statuses.push((await renew(cookie, browser.endpoint, renewed)).status);
    expect(statuses).toEqual([204, 204]);
    expect([await told(), (await shown(cookie)).length]).toEqual([[renewed.endpoint], 1]);
    const recorded = (await api.events()).filter((event) => event.accountId === accountId);
    expect(recorded.filter(({ type }) => type === 'latchkey.push.renewed')).toHaveLength(1);
  });

  test('is renewed by itself alone: by no other session, and by nobody who does not know its address', async () => {
    const { cookie, elsewhere, browser, renew, told } = await setup();
    const other = await api.person();
    const answers = [
      await renew(elsewhere),
      await renew(other.cookie),
      await renew(cookie, subscription().endpoint),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const inside = { ...subscription(), endpoint: 'https://127.0.0.1/x' };
    expect((await renew(cookie, browser.endpoint, inside)).status).toBe(400);
    expect(await told()).toEqual([browser.endpoint]);
  });

  test('whose push service has it wait is not given a message that outlives the session', async () => {
    const { tell } = await setup();
    expect((await tell())[0]!.seconds).toBe(24 * 60 * 60);
    api.advance(29.5 * days);
    expect((await tell())[0]!.seconds).toBeLessThan(13 * 60 * 60);
  });
});
