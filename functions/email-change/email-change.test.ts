import { beforeAll, expect, test } from 'vitest';

import { commit } from '#functions/shared/aws/transaction.ts';
import { days, hours, minutes } from '#functions/shared/clock.ts';
import { confirmEmailChange, readEmailChange } from '#functions/shared/email-change-item.ts';
import { newId } from '#functions/shared/ids.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const requested = 'latchkey.email.change-requested';
const changed = 'latchkey.email.changed';
const follow = (what: 'confirm' | 'cancel' | 'revert', token: string) =>
  api.request(`POST /api/auth/email-change/${what}`, { body: { token } });
const profile = async (cookie: string) => (await api.request('GET /api/user/profile', { cookie })).body;

async function ask(cookie: string, email: string) {
  const stepped = await api.stepUp(cookie);
  const answer = await api.request('POST /api/user/email-change', { cookie: stepped, body: { email } });
  return { answer, cookie: stepped };
}

test('the new address counts once it is confirmed; until then the old one works', async () => {
  const { email, cookie } = await api.person();
  const fresh = `${newId()}@example.test`;
  const asked = await ask(cookie, fresh);
  expect([asked.answer.status, asked.answer.body.pendingEmail]).toEqual([202, fresh]);
  expect(await profile(asked.cookie)).toMatchObject({ email, pendingEmail: fresh });
  expect(await api.signIn(email)).toBeDefined();

  const { token } = await api.mailed(requested, 'email-change-confirm');
  expect((await follow('confirm', token)).status).toBe(204);
  expect((await follow('confirm', token)).status).toBe(204);
  expect(await profile(asked.cookie)).toMatchObject({ email: fresh, pendingEmail: null });
  expect(await api.signIn(email)).toBeUndefined();
  expect(await api.signIn(fresh)).toBeDefined();
  expect(
    (await api.events()).filter(({ type, data }) => type === changed && data['email'] === fresh),
  ).toHaveLength(1);
});

test('claiming an address costs one round trip and at most six write units (DESIGN section 6)', async () => {
  const { accountId, cookie } = await api.person();
  await ask(cookie, `${newId()}@example.test`);
  const change = await readEmailChange(api.table, accountId);
  api.counter.take();
  expect(await commit(api.table, confirmEmailChange(api.table.name, change!))).toBeNull();
  const { calls, writeUnits } = api.counter.take();
  expect(calls).toEqual(['TransactWriteItems']);
  expect(writeUnits).toBeGreaterThan(0);
  expect(writeUnits).toBeLessThanOrEqual(6);
});

test('it needs a step-up of the last ten minutes, of this session (ASVS 7.5.1)', async () => {
  const { email, cookie } = await api.person();
  const body = { email: 'else@example.test' };
  const refused = await api.request('POST /api/user/email-change', { cookie, body });
  expect([refused.status, refused.body.reason]).toEqual([403, 'step-up-required']);
  const stepped = await api.stepUp(cookie);
  const other = await api.signIn(email);
  expect((await api.request('POST /api/user/email-change', { cookie: other, body })).status).toBe(403);
  api.advance(10 * minutes);
  expect((await api.request('POST /api/user/email-change', { cookie: stepped, body })).status).toBe(403);
});

test('the old mailbox cancels by its link, the page withdraws; then the new link is dead', async () => {
  const { cookie } = await api.person();
  const first = await ask(cookie, `${newId()}@example.test`);
  const confirm = await api.mailed(requested, 'email-change-confirm');
  const cancel = await api.mailed(requested, 'email-change-cancel');
  expect((await follow('cancel', cancel.token)).status).toBe(204);
  expect((await follow('cancel', cancel.token)).status).toBe(204);
  expect((await follow('confirm', confirm.token)).body.reason).toBe('code-expired');

  const second = await ask(first.cookie, `${newId()}@example.test`);
  const again = await api.mailed(requested, 'email-change-confirm');
  expect((await api.request('DELETE /api/user/email-change', { cookie: second.cookie })).status).toBe(204);
  expect((await api.request('DELETE /api/user/email-change', { cookie: second.cookie })).status).toBe(204);
  expect((await follow('confirm', again.token)).body.reason).toBe('code-expired');
  expect((await profile(second.cookie)).pendingEmail).toBeNull();
});

test('a link is for one purpose, one change and one day', async () => {
  const { cookie, email } = await api.person();
  const asked = await ask(cookie, `${newId()}@example.test`);
  const old = await api.mailed(requested, 'email-change-confirm');
  const cancel = await api.mailed(requested, 'email-change-cancel');
  expect((await follow('confirm', cancel.token)).body.reason).toBe('invalid-code');
  expect((await follow('revert', cancel.token)).body.reason).toBe('invalid-code');
  expect((await follow('confirm', `${old.token}x`)).body.reason).toBe('invalid-code');
  await ask(asked.cookie, `${newId()}@example.test`);
  expect((await follow('confirm', old.token)).body.reason).toBe('code-expired');
  const newest = await api.mailed(requested, 'email-change-confirm');
  api.advance(24 * hours);
  expect((await follow('confirm', newest.token)).body.reason).toBe('code-expired');
  expect(await api.signIn(email)).toBeDefined();
});

test('of two accounts that confirm one address at once, one gets it', async () => {
  const wanted = `${newId()}@example.test`;
  const [ada, eve] = [await api.person(), await api.person()];
  await ask(ada.cookie, wanted);
  const adas = await api.mailed(requested, 'email-change-confirm');
  await ask(eve.cookie, wanted);
  const eves = await api.mailed(requested, 'email-change-confirm');
  const answers = await Promise.all([follow('confirm', adas.token), follow('confirm', eves.token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  const emails = [await profileByPassword(ada.email), await profileByPassword(eve.email)];
  expect(emails.filter((signedIn) => signedIn)).toHaveLength(1);
});

const profileByPassword = async (email: string) => (await api.signIn(email)) !== undefined;

test("another account's address can be asked for but not confirmed; nobody is told but its mailbox", async () => {
  const owner = await api.person();
  const { cookie } = await api.person();
  expect((await ask(cookie, owner.email)).answer.status).toBe(202);
  const { token } = await api.mailed(requested, 'email-change-confirm');
  expect((await follow('confirm', token)).body.reason).toBe('email-taken');
  expect(await api.signIn(owner.email)).toBeDefined();
});

test('a sign-up that nobody confirmed does not stand in the way of the proven owner', async () => {
  const { cookie } = await api.person();
  const mine = `${newId()}@example.test`;
  await api.request('POST /api/auth/sign-up', {
    body: { email: mine, password: 'squatter phrase', name: 'Squatter' },
  });
  await ask(cookie, mine);
  const { token } = await api.mailed(requested, 'email-change-confirm');
  expect((await follow('confirm', token)).status).toBe(204);
  expect(await api.signIn(mine)).toBeDefined();
});

test('the revert link restores the old address for seven days, ends sessions and starts a reset', async () => {
  const { email, accountId, cookie } = await api.person();
  const thiefs = `${newId()}@example.test`;
  const asked = await ask(cookie, thiefs);
  await follow('confirm', (await api.mailed(requested, 'email-change-confirm')).token);
  const { token } = await api.mailed(changed, 'email-change-revert');
  api.advance(7 * days - 1 * hours);
  expect((await follow('revert', token)).status).toBe(204);

  expect((await api.request('GET /api/session', { cookie: asked.cookie })).status).toBe(401);
  for (const address of [email, thiefs]) expect(await api.signIn(address)).toBeUndefined();
  const reset = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  expect(reset.event).toMatchObject({ accountId, data: { email, cause: 'email-reverted' } });
  const body = { email, code: reset.code, newPassword: 'mine once more' };
  expect((await api.request('POST /api/auth/reset-password', { body })).status).toBe(204);
  expect(await api.signIn(email, 'mine once more')).toBeDefined();
  expect((await follow('revert', token)).body.reason).toBe('code-expired');
  // The abandoned address is free again.
  await api.signUp(thiefs);
  expect(await api.signIn(thiefs)).toBeDefined();
});

test('the way back reaches over a second change, and is kept from strangers meanwhile', async () => {
  const { email, cookie } = await api.person();
  const [second, third] = [`${newId()}@example.test`, `${newId()}@example.test`];
  const asked = await ask(cookie, second);
  await follow('confirm', (await api.mailed(requested, 'email-change-confirm')).token);
  const back = await api.mailed(changed, 'email-change-revert');
  await api.request('POST /api/auth/sign-up', { body: { email, password, name: 'Grabber' } });
  await ask(asked.cookie, third);
  await follow('confirm', (await api.mailed(requested, 'email-change-confirm')).token);
  expect((await follow('revert', back.token)).status).toBe(204);
  expect(await api.lastEvent('latchkey.email.reverted')).toMatchObject({
    data: { email, abandonedEmail: third },
  });
  const late = await api.mailed(changed, 'email-change-revert');
  expect((await follow('revert', late.token)).body.reason).toBe('code-expired');
});

test('after seven days the way back is closed', async () => {
  const { cookie } = await api.person();
  await ask(cookie, `${newId()}@example.test`);
  await follow('confirm', (await api.mailed(requested, 'email-change-confirm')).token);
  const { token } = await api.mailed(changed, 'email-change-revert');
  api.advance(7 * days);
  expect((await follow('revert', token)).body.reason).toBe('code-expired');
});

test('killed after Cognito moved, the next sign-in finishes the change', async () => {
  const { email, accountId, cookie } = await api.person();
  const fresh = `${newId()}@example.test`;
  await ask(cookie, fresh);
  const { token } = await api.mailed(requested, 'email-change-confirm');
  api.cognito.fault('down');
  expect((await follow('confirm', token)).status).toBe(503);
  api.cognito.fault('up');
  expect(await api.signIn(email)).toBeDefined();
  // As a kill between Cognito and the table leaves it.
  await api.pool.moveToAddress(accountId, fresh);
  const again = await api.signIn(fresh);
  expect(await profile(again ?? '')).toMatchObject({ email: fresh, pendingEmail: null });
  expect((await follow('confirm', token)).status).toBe(204);
});

test('where support changes addresses, the page cannot', async () => {
  const closed = await startTestApi({ emailChange: 'support-only' });
  const { cookie } = await closed.person();
  const stepped = await closed.stepUp(cookie);
  const answer = await closed.request('POST /api/user/email-change', {
    cookie: stepped,
    body: { email: 'x@example.test' },
  });
  expect([answer.status, answer.body.reason]).toEqual([403, 'support-only']);
  expect((await closed.request('GET /api/user/profile', { cookie: stepped })).body.emailChange).toBe(
    'support-only',
  );
});
