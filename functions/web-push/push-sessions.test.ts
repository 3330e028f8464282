import { createECDH, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { days, hours, minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { accountKey } from '#functions/shared/table.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
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
  const told = async (accountId?: string) => (await tell(accountId)).map(({ endpoint }) => endpoint);
  expect(await told()).toEqual([browser.endpoint]);
  const shown = async (cookie: string): Promise<unknown[]> =>
    (await api.request('GET /api/user/notification-channels', { cookie })).body.push.browsers;
  return { ...person, elsewhere, browser, subscribe, tell, told, shown };
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
  test.each(Object.entries(ends))('gets no more messages once %s', async (_, end) => {
    const of = await setup();
    await end(of);
    expect(await of.told()).toEqual([]);
  });

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

  test('whose push service has it wait is not given a message that outlives the session', async () => {
    const { tell } = await setup();
    expect((await tell())[0]!.seconds).toBe(24 * 60 * 60);
    api.advance(29.5 * days);
    expect((await tell())[0]!.seconds).toBeLessThan(13 * 60 * 60);
  });
});
