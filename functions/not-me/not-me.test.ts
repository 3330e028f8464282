import { beforeAll, expect, test } from 'vitest';
import { days, minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const notMe = (token: string) => api.request('POST /api/auth/not-me', { body: { token } });
const isAlive = async (cookie: string | undefined) =>
  (await api.request('GET /api/session', { cookie })).status === 200;
const mailsOf = async (accountId: string) =>
  (await api.events()).filter(
    (event) => event.accountId === accountId && event.type === 'latchkey.password.reset-requested',
  );
const iphone = {
  'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1',
};

/** Somebody signs in to Ada's account from a browser that is new to it; she gets the mail. */
async function setup() {
  const ada = await api.person();
  const intruder = await api.signIn(ada.email, password, { headers: iphone, ip: '198.51.100.66' });
  const { token, event } = await api.mailed('latchkey.session.started', 'not-me');
  expect(event.data).toMatchObject({ newBrowser: true, email: ada.email });
  return { ...ada, intruder, token };
}

test('ends the session of the sign-in and those begun since, and no older one', async () => {
  const { email, cookie, intruder, token } = await setup();
  const again = await api.signIn(email, password, { headers: iphone, ip: '198.51.100.67' });
  const answer = await notMe(token);
  expect([answer.status, answer.body, answer.cookie]).toEqual([204, undefined, undefined]);
  expect([await isAlive(intruder), await isAlive(again), await isAlive(cookie)]).toEqual([
    false,
    false,
    true,
  ]);
});

test('the password that somebody knew opens nothing any more, and a reset goes to the account’s address', async () => {
  const { email, accountId, cookie, token } = await setup();
  await notMe(token);
  expect(await api.signIn(email)).toBeUndefined();
  const { code, event } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  expect(event.data).toMatchObject({ email, cause: 'disowned' });
  const reset = { email, code, newPassword: 'a brand new phrase' };
  expect((await api.request('POST /api/auth/reset-password', { body: reset })).status).toBe(204);
  expect([await isAlive(cookie), await isAlive(await api.signIn(email, reset.newPassword))]).toEqual([
    false,
    true,
  ]);
  expect(await mailsOf(accountId)).toHaveLength(1);
});

test('once done, the link does nothing more: not to the new password either', async () => {
  const { email, accountId, token } = await setup();
  await notMe(token);
  const { code } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  await api.request('POST /api/auth/reset-password', {
    body: { email, code, newPassword: 'a brand new phrase' },
  });
  const own = await api.signIn(email, 'a brand new phrase');
  expect((await notMe(token)).status).toBe(204);
  expect([await isAlive(own), await isAlive(await api.signIn(email, 'a brand new phrase'))]).toEqual([
    true,
    true,
  ]);
  expect(await mailsOf(accountId)).toHaveLength(1);
});

test('of twenty uses at once, one mails a reset', async () => {
  const { accountId, token, intruder } = await setup();
  const uses = await Promise.all(Array.from({ length: 20 }, () => notMe(token)));
  expect(new Set(uses.map(({ status }) => status))).toEqual(new Set([204]));
  expect([(await mailsOf(accountId)).length, await isAlive(intruder)]).toEqual([1, false]);
});

test('about a changed password: every session ends', async () => {
  const { email, accountId, cookie } = await api.person();
  const other = await api.signIn(email);
  const intruder = await api.request('POST /api/user/password', {
    cookie,
    body: { currentPassword: password, newPassword: 'the thief knows this', signOutOthers: false },
  });
  const { token } = await api.mailed('latchkey.password.changed', 'not-me');
  expect((await notMe(token)).status).toBe(204);
  for (const held of [intruder.cookie, other, cookie]) expect(await isAlive(held)).toBe(false);
  expect(await api.signIn(email, 'the thief knows this')).toBeUndefined();
  expect(await mailsOf(accountId)).toHaveLength(1);
});

test('the browser of the disowned sign-in is new again, so its next one is told', async () => {
  const { email, token } = await setup();
  await notMe(token);
  const { code } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  await api.request('POST /api/auth/reset-password', {
    body: { email, code, newPassword: 'a brand new phrase' },
  });
  await api.signIn(email, 'a brand new phrase', { headers: iphone });
  expect((await api.lastEvent('latchkey.session.started')).data).toMatchObject({ newBrowser: true });
});

test('a link of more than seven days, a forged one and one about nothing are refused alike', async () => {
  const { accountId, intruder, token } = await setup();
  const mallory = await api.person();
  const [, eventId = '', code = ''] = token.split('.');
  const created = await api.mailed('latchkey.account.created', 'not-me');
  const revert = await api.mailed('latchkey.session.started', 'email-change-revert');
  const forged = [
    'garbage',
    `${accountId}.${eventId}.${'A'.repeat(26)}`,
    `${mallory.accountId}.${eventId}.${code}`,
    `${accountId}.${newId()}.${code}`,
    created.token,
    revert.token,
  ];
  for (const bad of forged) {
    const { status, body } = await notMe(bad);
    expect([bad, status, body.reason]).toEqual([bad, 400, 'invalid-code']);
  }
  expect([await isAlive(intruder), await isAlive(mallory.cookie)]).toEqual([true, true]);
  api.advance(7 * days + minutes);
  const late = await notMe(token);
  expect([late.status, late.body.reason]).toEqual([400, 'invalid-code']);
  expect(await mailsOf(accountId)).toEqual([]);
});

test('killed between its steps, it is finished by following the link again', async () => {
  const { email, accountId, intruder, token } = await setup();
  api.cognito.fault('down');
  expect((await notMe(token)).status).toBe(503);
  api.cognito.fault('up');
  expect(await mailsOf(accountId)).toEqual([]);
  expect((await notMe(token)).status).toBe(204);
  expect([await isAlive(intruder), await api.signIn(email)]).toEqual([false, undefined]);
  expect(await mailsOf(accountId)).toHaveLength(1);
});
