import { beforeAll, expect, test } from 'vitest';
import { minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
const list = async (cookie: string) => (await api.request('GET /api/user/sessions', { cookie })).body;
const end = (cookie: string, id: string) =>
  api.request('DELETE /api/user/sessions/{id}', { cookie, params: { id } });
const endOthers = (cookie: string) => api.request('DELETE /api/user/sessions', { cookie });
const isAlive = async (cookie: string | undefined) =>
  (await api.request('GET /api/session', { cookie })).status === 200;

/** A person with a second session on a telephone. */
async function setup() {
  const ada = await api.person();
  const phone =
    (await api.signIn(ada.email, undefined, { headers: { 'user-agent': iphone }, ip: '2001:db8::1' })) ?? '';
  return { ...ada, phone };
}

test('lists where the account is signed in, the asking session first (ASVS 7.5.2)', async () => {
  const { cookie, phone } = await setup();
  const { sessions, timeoutMinutes } = await list(cookie);
  expect(timeoutMinutes).toBe(30);
  expect(sessions).toHaveLength(2);
  expect(sessions[0]).toMatchObject({
    current: true,
    browser: 'Firefox 141',
    os: 'Linux',
    device: 'desktop',
  });
  expect(sessions[1]).toMatchObject({ current: false, os: 'iOS', device: 'mobile', ip: '2001:db8::1' });
  expect((await list(phone)).sessions[0]).toMatchObject({ current: true, device: 'mobile' });
});

test('shows a session once, whatever secrets it has had, and none that has ended', async () => {
  const { cookie, email } = await setup();
  const renewed = await api.stepUp(await api.stepUp(cookie));
  expect((await list(renewed)).sessions).toHaveLength(2);
  await api.request('POST /api/auth/sign-out', { cookie: renewed });
  api.advance(31 * minutes);
  expect((await list((await api.signIn(email)) ?? '')).sessions).toHaveLength(1);
});

test('costs two round trips, authentication included', async () => {
  const { cookie } = await setup();
  api.counter.take();
  await list(cookie);
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'Query']);
});

test('ends one session, which is out on its next request (ASVS 7.4.1, 7.5.2)', async () => {
  const { cookie, phone } = await setup();
  const [, other] = (await list(cookie)).sessions;
  expect((await end(cookie, other.id)).status).toBe(204);
  expect([await isAlive(cookie), await isAlive(phone)]).toEqual([true, false]);
  expect((await end(cookie, other.id)).status).toBe(404);
  expect((await api.lastEvent('latchkey.session.ended')).data).toEqual({ sessionId: other.id, how: 'ended' });
});

test('ending the current session signs out', async () => {
  const { cookie } = await setup();
  const [own] = (await list(cookie)).sessions;
  const answer = await end(cookie, own.id);
  expect([answer.status, answer.cookie, await isAlive(cookie)]).toEqual([204, '', false]);
});

test('what isn’t one’s own is not found, and lives on', async () => {
  const ada = await setup();
  const eve = await setup();
  const [theirs] = (await list(eve.cookie)).sessions;
  for (const id of [theirs.id, newId(), 'x', '#', 'SESSION#'])
    expect((await end(ada.cookie, id)).body.reason).toBe('not-found');
  expect(await isAlive(eve.cookie)).toBe(true);
});

test('a session that renews its secret while it is being ended ends all the same', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { cookie, phone } = await setup();
    const [, other] = (await list(cookie)).sessions;
    const [stepped, ended] = await Promise.all([
      api.request('POST /api/session/step-up', { cookie: phone, body: { password: 'plum teapot harbour' } }),
      end(cookie, other.id),
    ]);
    expect(ended.status).toBe(204);
    expect([await isAlive(phone), await isAlive(stepped.cookie)]).toEqual([false, false]);
  }
});

test('ends all others and keeps the own, its new secrets too (ASVS 7.4.3, 7.5.2)', async () => {
  const { email, cookie, phone } = await setup();
  const third = await api.signIn(email);
  expect((await endOthers(cookie)).status).toBe(204);
  expect([await isAlive(cookie), await isAlive(phone), await isAlive(third)]).toEqual([true, false, false]);
  const renewed = await api.stepUp(cookie);
  expect(await isAlive(renewed)).toBe(true);
  expect((await list(renewed)).sessions).toHaveLength(1);
  expect((await endOthers(renewed)).status).toBe(204);
  expect(await isAlive(renewed)).toBe(true);
  expect(await isAlive(await api.signIn(email))).toBe(true);
});

test('a session that renews its secret while others are being ended is never lost', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { cookie, phone } = await setup();
    const [stepped, ended] = await Promise.all([
      api.request('POST /api/session/step-up', { cookie, body: { password: 'plum teapot harbour' } }),
      endOthers(cookie),
    ]);
    // One of the two may have to be repeated, which the site does by itself.
    expect([200, 409]).toContain(stepped.status);
    expect([204, 409]).toContain(ended.status);
    expect([stepped.status, ended.status]).not.toEqual([409, 409]);
    const held = stepped.cookie ?? cookie;
    expect(await isAlive(held)).toBe(true);
    if (ended.status === 409) expect((await endOthers(held)).status).toBe(204);
    expect([await isAlive(held), await isAlive(phone)]).toEqual([true, false]);
  }
});

test('two people cannot end each other’s sessions', async () => {
  const ada = await setup();
  const eve = await setup();
  await endOthers(ada.cookie);
  expect([await isAlive(eve.cookie), await isAlive(eve.phone)]).toEqual([true, true]);
});

test.each([15, 60, 120, null])(
  'sessions end after the idle time that was chosen: %s minutes (ASVS 7.3.1)',
  async (chosen) => {
    const { cookie, phone } = await setup();
    const answer = await api.request('PUT /api/user/session-timeout', { cookie, body: { minutes: chosen } });
    expect([answer.status, (await list(cookie)).timeoutMinutes]).toEqual([204, chosen]);
    api.advance((chosen ?? 29 * 24 * 60) * minutes - 5000);
    expect(await isAlive(cookie)).toBe(true);
    if (chosen === null) return;
    api.advance(10_000);
    // The one was just seen, the other was not.
    expect([await isAlive(cookie), await isAlive(phone)]).toEqual([true, false]);
  },
);

test.each([0, 45, '30', -15, 30.5, undefined])('an idle time of %j is refused', async (chosen) => {
  const { cookie } = await setup();
  const answer = await api.request('PUT /api/user/session-timeout', { cookie, body: { minutes: chosen } });
  expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'minutes']);
});

test('the idle time is told once, and only when it changed', async () => {
  const { cookie } = await setup();
  const choose = (chosen: number) =>
    api.request('PUT /api/user/session-timeout', { cookie, body: { minutes: chosen } });
  await choose(60);
  await choose(60);
  const told = (await api.events()).filter(
    ({ type, accountId }) => type === 'latchkey.session.timeout-changed' && cookie.startsWith(accountId),
  );
  expect(told.map(({ data }) => data)).toEqual([{ minutes: 60, earlier: 30 }]);
});
