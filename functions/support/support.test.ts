import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';

import { minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { mailReceiptKey } from '#functions/shared/table.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import {
  enableTwoFactor,
  freshCode,
  personWithTwoFactor,
  signInWith,
} from '#functions/testing/two-factor.ts';
import { type CommandName, readArguments } from './arguments.ts';
import type { SupportDeps } from './deps.ts';
import { runCommand } from './run-command.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const by = { operator: 'Kim Lee', reason: 'Ticket 4711: lost phone' };
const run = (command: CommandName, who: string, what: string | null = null, deps: SupportDeps = api.deps) =>
  runCommand(deps, { command, who, what, by, stage: null });
const alive = async (cookie: string) => (await api.request('GET /api/session', { cookie })).status === 200;
const signIn = (email: string) => api.request('POST /api/auth/sign-in', { body: { email, password } });
const ofSupport = async (accountId: string) =>
  (await api.events()).filter((event) => event.accountId === accountId && event.actor.kind === 'support');
const markSent = (eventId: string) =>
  api.table.client.send(
    new PutCommand({
      TableName: api.table.name,
      Item: { ...mailReceiptKey(eventId, 'a-mail'), status: 'sent' },
    }),
  );

describe('the person', () => {
  test.each<[CommandName, string | null, string]>([
    ['find', null, 'latchkey.support.acted'],
    ['show', null, 'latchkey.support.acted'],
    ['end-sessions', null, 'latchkey.support.acted'],
    ['unlock', null, 'latchkey.support.acted'],
    ['resend-mail', 'reset', 'latchkey.password.reset-requested'],
  ])('finds %s in the security log, with operator and reason (ASVS 16.3.1)', async (command, what, type) => {
    const { email, accountId, cookie } = await api.person();
    expect((await run(command, email, what)).ok).toBe(true);
    const recorded = await ofSupport(accountId);
    expect(recorded).toMatchObject([{ type, actor: { kind: 'support', ...by } }]);
    const fresh = (await alive(cookie)) ? cookie : ((await signIn(email)).cookie ?? '');
    const { body } = await api.request('GET /api/user/security-log', { cookie: fresh });
    expect(body.lines).toContainEqual(expect.objectContaining({ by: { kind: 'support', ...by } }));
  });

  test('is never shown to support with a secret, a code, a token or an address of the network', async () => {
    const { email, cookie, secret, recoveryCodes } = await personWithTwoFactor(api);
    await api.request('POST /api/auth/forgot-password', { body: { email } });
    const { code } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
    const { text } = await run('show', email);
    const [, , sessionSecret = ''] = cookie.split('.');
    for (const hidden of [secret, ...recoveryCodes, code, sessionSecret, password, '203.0.113.'])
      expect(text).not.toContain(hidden);
  });
});

describe('find', () => {
  test('finds by address in any case, by id, and says when there is nobody', async () => {
    const { email, accountId } = await api.person();
    for (const who of [email, email.toUpperCase(), accountId])
      expect((await run('find', who)).text).toContain(accountId);
    expect(await run('find', 'nobody@example.test')).toEqual({
      ok: false,
      text: 'There is no account of nobody@example.test.',
    });
    expect((await run('find', newId())).ok).toBe(false);
  });

  test('finds somebody who has not confirmed yet', async () => {
    const email = `${newId()}@example.test`;
    await api.request('POST /api/auth/sign-up', { body: { email, password, name: 'Ada Lovelace' } });
    expect((await run('find', email)).text).toContain('not confirmed');
    expect((await run('end-sessions', email)).ok).toBe(false);
  });
});

describe('show', () => {
  test('tells factors, waits, sessions and newest events', async () => {
    const { email } = await personWithTwoFactor(api);
    for (let tries = 0; tries < 11; tries += 1)
      await api.request('POST /api/auth/sign-in', {
        ip: `198.51.100.${String(tries + 100)}`,
        body: { email, password: 'wrong' },
      });
    await api.request('POST /api/auth/recovery/request', { body: { email } });
    const { token } = await api.mailed('latchkey.recovery.requested', 'recovery-start');
    const { body } = await api.request('POST /api/auth/recovery/start', { body: { token } });
    const { text } = await run('show', email);
    expect(text).toMatch(/two-factor +on, 10 recovery codes left/);
    expect(text).toContain(`waits until ${body.endsAt}`);
    expect(text).toMatch(/failed tries +1\d, has to wait until 20/);
    expect(text).toContain('Firefox 141 on Linux');
    expect(text).toContain('latchkey.two-factor.enabled by account');
  });
});

describe('end-sessions', () => {
  test('ends them all, of this account only', async () => {
    const [ada, eve] = [await api.person(), await api.person()];
    const other = (await api.signIn(ada.email)) ?? '';
    expect((await run('end-sessions', ada.accountId)).ok).toBe(true);
    expect(await Promise.all([ada.cookie, other, eve.cookie].map(alive))).toEqual([false, false, true]);
    expect((await signIn(ada.email)).status).toBe(200);
  });
});

describe('unlock', () => {
  test('lifts the wait, for the right password and not for a wrong one', async () => {
    const { email } = await api.person();
    const from = (ip: string, secret: string) =>
      api.request('POST /api/auth/sign-in', { ip, body: { email, password: secret } });
    for (let tries = 0; tries < 11; tries += 1) await from(`198.51.100.${String(tries)}`, 'wrong');
    expect((await from('198.51.100.50', password)).status).toBe(429);
    await run('unlock', email);
    // What Cognito itself waits for after five failures is over by then.
    api.advance(20 * minutes);
    expect((await from('198.51.100.51', 'wrong')).status).toBe(401);
    expect((await from('198.51.100.52', password)).status).toBe(200);
  });
});

describe('reset-two-factor', () => {
  test('turns it off, voids the recovery codes, ends every session; a new one can be enrolled', async () => {
    const { email, accountId, cookie, recoveryCodes } = await personWithTwoFactor(api);
    expect((await run('reset-two-factor', email)).ok).toBe(true);
    expect(await alive(cookie)).toBe(false);
    const signedIn = await signIn(email);
    expect(signedIn.body).toEqual({ status: 'signed-in' });
    expect((await ofSupport(accountId)).map(({ type }) => type).toSorted()).toEqual([
      'latchkey.support.acted',
      'latchkey.two-factor.disabled',
    ]);
    const { secret } = await enableTwoFactor(api, signedIn.cookie ?? '');
    const byCode = (code: string, method: 'totp' | 'recovery-code') =>
      signInWith(api, email, { method, code }).then(({ status }) => status);
    expect(await byCode(recoveryCodes[0]!, 'recovery-code')).toBe(400);
    expect(await byCode(freshCode(api, secret), 'totp')).toBe(200);
  });

  test('leaves a waiting recovery without anything to do', async () => {
    const { email, accountId } = await personWithTwoFactor(api);
    await api.request('POST /api/auth/recovery/request', { body: { email } });
    const { token } = await api.mailed('latchkey.recovery.requested', 'recovery-start');
    await api.request('POST /api/auth/recovery/start', { body: { token } });
    await run('reset-two-factor', email);
    const { body } = await api.request('GET /api/session', { cookie: (await signIn(email)).cookie });
    expect(body.recovery).toBeNull();
    expect(accountId).not.toBe('');
  });

  test('does nothing where it is off, and says so', async () => {
    const { email, accountId, cookie } = await api.person();
    expect(await run('reset-two-factor', email)).toMatchObject({
      ok: false,
      text: 'Two-factor is off already: nothing was done.',
    });
    expect([await alive(cookie), await ofSupport(accountId)]).toEqual([true, []]);
  });

  test('killed before Cognito followed, the same command again finishes', async () => {
    const { email, accountId } = await personWithTwoFactor(api);
    const down = () => Promise.reject(new Error('killed'));
    const deps = { ...api.deps, pool: { removeAuthenticator: down, signOutEverywhere: down } };
    await expect(run('reset-two-factor', email, null, deps)).rejects.toThrow('killed');
    expect((await run('reset-two-factor', email)).text).toContain('try again in a minute');
    api.advance(1 * minutes);
    expect((await run('reset-two-factor', email)).ok).toBe(true);
    expect((await ofSupport(accountId)).filter(({ type }) => type === 'latchkey.support.acted')).toHaveLength(
      1,
    );
    expect((await signIn(email)).body).toEqual({ status: 'signed-in' });
  });
});

describe('resend-mail', () => {
  test('reset mails a link that works', async () => {
    const { email } = await api.person();
    await run('resend-mail', email, 'reset');
    const { code } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
    const body = { email, code, newPassword: 'a brand new phrase' };
    expect((await api.request('POST /api/auth/reset-password', { body })).status).toBe(204);
  });

  test('confirm mails a new code to somebody who is signing up', async () => {
    const email = `${newId()}@example.test`;
    await api.request('POST /api/auth/sign-up', { body: { email, password, name: 'Ada Lovelace' } });
    expect((await run('resend-mail', email, 'confirm')).ok).toBe(true);
    const { code, event } = await api.mailed('latchkey.account.sign-up-requested', 'sign-up');
    expect(event.actor).toEqual({ kind: 'support', ...by });
    expect((await api.request('POST /api/auth/confirm-sign-up', { body: { email, code } })).status).toBe(204);
    expect((await run('resend-mail', email, 'confirm')).ok).toBe(false);
  });

  test('an event sends its mails once more, as they were', async () => {
    const { email, accountId } = await api.person();
    await api.request('POST /api/auth/forgot-password', { body: { email } });
    const first = await api.lastEvent('latchkey.password.reset-requested');
    await markSent(first.id);
    expect((await run('resend-mail', email, first.id)).ok).toBe(true);
    const again = await api.lastEvent('latchkey.support.mail-resent');
    expect(again).toMatchObject({ accountId, data: { event: first } });
    // Again of the one that was sent again: still the first.
    await markSent(again.id);
    await run('resend-mail', email, again.id);
    expect((await api.lastEvent('latchkey.support.mail-resent')).data).toEqual({ event: first });
  });

  test("another account's event, one without mail and one that never was are refused", async () => {
    const [ada, eve] = [await api.person(), await api.person()];
    await api.request('POST /api/auth/forgot-password', { body: { email: ada.email } });
    const { id } = await api.lastEvent('latchkey.password.reset-requested');
    expect((await run('resend-mail', ada.email, id)).ok).toBe(false);
    await markSent(id);
    expect((await run('resend-mail', eve.email, id)).ok).toBe(false);
    expect((await run('resend-mail', ada.email, newId())).ok).toBe(false);
    expect(await ofSupport(ada.accountId)).toEqual([]);
  });
});

describe('the arguments', () => {
  const given =
    (...more: string[]) =>
    () =>
      readArguments(['show', 'ada@example.com', '--operator', 'Kim Lee', '--reason', 'Ticket 4711', ...more]);

  test('are read', () => {
    expect(given('--stage', 'dev')()).toEqual({
      command: 'show',
      who: 'ada@example.com',
      what: null,
      by: { operator: 'Kim Lee', reason: 'Ticket 4711' },
      stage: 'dev',
    });
  });

  test.each([
    [['show', 'a@example.com', '--reason', 'Ticket 4711'], /--operator is missing/],
    [['show', 'a@example.com', '--operator', 'Kim Lee'], /--reason is missing/],
    [['show', 'a@example.com', '--operator', 'Kim Lee', '--reason', ' '], /--reason has to say something/],
    [
      ['show', 'a@example.com', '--operator', 'Kim\nLee', '--reason', 'Ticket 4711'],
      /--operator must be one line/,
    ],
    [['show', 'a@example.com', '--operator', 'x'.repeat(101), '--reason', 'Ticket'], /--operator is longer/],
    [['show'], /Say whose account/],
    [['drop', 'a@example.com'], /There is no command "drop"/],
    [['toString', 'a@example.com'], /There is no command "toString"/],
    [['resend-mail', 'a@example.com'], /Say which mail/],
    [['unlock', 'a@example.com', 'now'], /"now" is too much/],
    [['unlock', 'a@example.com', '--force'], /--force/],
    [[], /npm run support -- <command>/],
  ])('%j are refused, naming what is wrong', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });

  test('a stage and the local stack exclude each other', () => {
    expect(given('--local', '--stage', 'dev')).toThrow('exclude each other');
  });
});
