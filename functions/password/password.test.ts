import { beforeAll, beforeEach, expect, test } from 'vitest';
import { hours, minutes } from '#functions/shared/clock.ts';
import { authenticate } from '#functions/shared/session/authenticate.ts';
import { cookieName, readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { personWithTwoFactor, signInWith } from '#functions/testing/two-factor.ts';
import { changePassword } from './change-password.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

// What one test's client address failed is forgotten by the next.
beforeEach(() => {
  api.advance(2 * hours);
});

const newPassword = 'a brand new phrase';
const change = (cookie: string | undefined, more: Record<string, unknown> = {}, ip = '203.0.113.7') =>
  api.request('POST /api/user/password', {
    cookie,
    ip,
    body: { currentPassword: password, newPassword, signOutOthers: true, ...more },
  });
const isAlive = async (cookie: string | undefined) =>
  (await api.request('GET /api/session', { cookie })).status === 200;
const eventsOf = async (accountId: string, type: string) =>
  (await api.events()).filter((event) => event.accountId === accountId && event.type === type);

test('a change takes the new password alone, tells of it, and renews the own secret (ASVS 6.2.3, 7.2.4)', async () => {
  const { email, accountId, cookie } = await api.person();
  const answer = await change(cookie);
  expect([answer.status, answer.body]).toEqual([204, undefined]);
  expect(answer.cookie).not.toBe(cookie);
  expect(await isAlive(answer.cookie)).toBe(true);
  api.advance(11_000);
  expect(await isAlive(cookie)).toBe(false);
  expect(await api.signIn(email)).toBeUndefined();
  expect(await api.signIn(email, newPassword)).toBeDefined();
  const [told, ...more] = await eventsOf(accountId, 'latchkey.password.changed');
  expect(more).toEqual([]);
  expect(told).toMatchObject({ data: { othersEnded: true, email }, origin: { ip: '203.0.113.7' } });
});

test('ends the other sessions, unless asked not to (ASVS 7.4.3)', async () => {
  const { email, cookie } = await api.person();
  const other = await api.signIn(email);
  const kept = await change(cookie, { signOutOthers: false });
  expect([await isAlive(kept.cookie), await isAlive(other)]).toEqual([true, true]);
  const ended = await change(kept.cookie, {
    currentPassword: newPassword,
    newPassword: 'yet another phrase',
  });
  expect([await isAlive(ended.cookie), await isAlive(other)]).toEqual([true, false]);
});

test('without a word about the others they are ended', async () => {
  const { email, cookie } = await api.person();
  const other = await api.signIn(email);
  expect((await change(cookie, { signOutOthers: undefined })).status).toBe(204);
  expect(await isAlive(other)).toBe(false);
});

test('the current password is asked for: a wrong one changes nothing (ASVS 6.2.3)', async () => {
  const { email, accountId, cookie } = await api.person();
  const other = await api.signIn(email);
  const answer = await change(cookie, { currentPassword: 'not it at all' });
  expect([answer.status, answer.body.reason]).toEqual([401, 'invalid-credentials']);
  expect([await isAlive(other), await api.signIn(email, newPassword)]).toEqual([true, undefined]);
  expect(await eventsOf(accountId, 'latchkey.password.changed')).toEqual([]);
});

test.each([
  ['too short', 'seven 7', 'too-short'],
  ['too long', 'x'.repeat(129), 'too-long'],
  ['too common', 'password123', 'password-too-common'],
  ['the name', 'Ada Lovelace', 'password-is-personal'],
  ['the one there is', password, 'password-unchanged'],
])('refuses a new password that is %s, by the rules of signing up', async (_what, given, reason) => {
  const { cookie } = await api.person();
  const answer = await change(cookie, { newPassword: given });
  expect([answer.status, answer.body.errors]).toEqual([400, [{ path: 'newPassword', reason }]]);
});

test('failures count together with those of signing in and stepping up (Keycloak CVE-2026-9798)', async () => {
  const { email, cookie } = await api.person();
  const wrong = { body: { email, password: 'nope nope' } };
  for (let at = 0; at < 4; at += 1)
    await api.request('POST /api/auth/sign-in', { ...wrong, ip: `198.18.1.${at}` });
  for (let at = 0; at < 3; at += 1) await api.request('POST /api/session/step-up', { cookie, ...wrong });
  for (let at = 0; at < 3; at += 1) await change(cookie, { currentPassword: 'nope nope' });
  const right = await change(cookie, {}, '198.18.2.1');
  expect([right.status, right.body.reason]).toEqual([429, 'too-many-attempts']);
  expect(Number(right.headers['retry-after'])).toBeGreaterThan(50);
  api.advance(61_000);
  expect((await change(cookie)).status).toBe(204);
});

test('with two-factor on the password proves the password, and two-factor stays on', async () => {
  const person = await personWithTwoFactor(api);
  const answer = await change(person.cookie);
  expect([answer.status, await isAlive(answer.cookie)]).toEqual([204, true]);
  const session = await api.request('POST /api/auth/sign-in', {
    body: { email: person.email, password: newPassword },
  });
  expect(session.body.status).toBe('second-factor-required');
  const { body } = await api.request('POST /api/auth/second-factor', {
    body: { challenge: session.body.challenge, method: 'totp', code: person.code() },
  });
  expect(body.status).toBe('signed-in');
});

test('a right password does not clear what second factors have failed (Microsoft 2024)', async () => {
  const person = await personWithTwoFactor(api);
  for (let at = 0; at < 9; at += 1) await signInWith(api, person.email, { method: 'totp', code: '000000' });
  // Cognito's own lock-out of some seconds (docs/decisions/004).
  api.advance(minutes);
  const changed = await change(person.cookie);
  expect(changed.status).toBe(204);
  const challenge = (
    await api.request('POST /api/auth/sign-in', { body: { email: person.email, password: newPassword } })
  ).body.challenge;
  const second = (code: string) =>
    api.request('POST /api/auth/second-factor', { body: { challenge, method: 'totp', code } });
  expect((await second('000000')).status).toBe(400);
  expect((await second(person.code())).status).toBe(429);
});

test('of twenty changes at once with one cookie, one counts, and the session lives', async () => {
  const { email, cookie } = await api.person();
  const tries = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      change(cookie, { newPassword: `phrase number ${at}` }, `198.18.3.${at}`),
    ),
  );
  for (const { status } of tries) expect([204, 401, 409, 429]).toContain(status);
  const winners = tries.flatMap((answer, at) => (answer.status === 204 ? [{ answer, at }] : []));
  expect(winners).toHaveLength(1);
  const [winner] = winners;
  expect(await isAlive(winner?.answer.cookie)).toBe(true);
  api.advance(20 * minutes);
  expect(await api.signIn(email, `phrase number ${winner?.at}`)).toBeDefined();
});

test('costs three trips to the own store besides the count of tries: authenticate, record, rotate', async () => {
  const { cookie } = await api.person();
  api.counter.take();
  await change(cookie);
  const { calls } = api.counter.take();
  const throttling = ['UpdateItem', 'UpdateItem', 'UpdateItem', 'DeleteItem', 'UpdateItem'];
  const trips = ['BatchGetItem', 'TransactWriteItems'];
  const own = calls.filter((call) => trips.includes(call));
  expect(own).toEqual(['BatchGetItem', 'TransactWriteItems', 'TransactWriteItems']);
  expect(calls.filter((call) => !trips.includes(call)).toSorted()).toEqual(throttling.toSorted());
});

/** Deps whose n-th write, to the table or to Cognito, is where the process dies: before it or after it. */
function dying(at: number, when: 'before' | 'after') {
  let writes = 0;
  const step = async <T>(write: () => Promise<T>): Promise<T> => {
    writes += 1;
    if (writes > at) throw new Error('killed');
    if (writes < at) return write();
    if (when === 'after') await write();
    throw new Error('killed');
  };
  const { client, name } = api.table;
  const send = (command: { constructor: { name: string } }) => {
    const act = () => client.send(command as never);
    return command.constructor.name === 'TransactWriteCommand' ? step(act) : act();
  };
  const deps = {
    ...api.deps,
    table: { name, client: { send } } as unknown as TestApi['table'],
    pool: {
      ...api.pool,
      setPassword: (id: string, secret: string) => step(() => api.pool.setPassword(id, secret)),
    },
  };
  return { deps, wasKilled: () => writes >= at };
}

test.each([1, 2, 3].flatMap((at) => [[at, 'before'] as const, [at, 'after'] as const]))(
  'killed at write %i, %s it: recorded if changed, others ended if changed, and mended by a retry or a sign-in',
  async (at, when) => {
    const { email, accountId, cookie } = await api.person();
    const other = await api.signIn(email);
    const held = readSessionCookie([`${cookieName}=${cookie}`]);
    const auth = held === null ? null : await authenticate(api.table, held, api.now());
    if (auth === null) throw new Error('No session');
    const { deps, wasKilled } = dying(at, when);
    const viewer = { ip: '203.0.113.7', browser: 'Firefox 141', os: 'Linux', device: 'desktop' } as const;
    const dead = changePassword(deps, {
      auth,
      currentPassword: password,
      newPassword,
      signOutOthers: true,
      viewer,
    });
    await expect(dead).rejects.toThrow('killed');
    expect(wasKilled()).toBe(true);

    const isChanged = (await api.pool.provePassword(email, newPassword)).outcome === 'proven';
    const isOld = (await api.pool.provePassword(email, password)).outcome === 'proven';
    expect(isChanged).toBe(!isOld);
    const records = await eventsOf(accountId, 'latchkey.password.changed');
    if (isChanged) expect([records.length, await isAlive(other)]).toEqual([1, false]);
    // The own session is never lost before its new secret is handed out.
    if (at < 3 || when === 'before') expect(await isAlive(cookie)).toBe(true);
    if (isOld) expect((await change(cookie)).status).toBe(204);
    expect(await isAlive(await api.signIn(email, newPassword))).toBe(true);
    expect(await isAlive(other)).toBe(false);
    expect((await eventsOf(accountId, 'latchkey.password.changed')).length).toBeGreaterThan(0);
  },
);

test('Cognito down: nothing changes, the session stays, and the same request works later', async () => {
  const { email, cookie } = await api.person();
  api.cognito.fault('down');
  expect((await change(cookie)).status).toBe(503);
  api.cognito.fault('up');
  expect(await isAlive(cookie)).toBe(true);
  expect((await change(cookie)).status).toBe(204);
  expect(await api.signIn(email, newPassword)).toBeDefined();
});

test('a reset link goes to the account’s own address, within its limit', async () => {
  const { email, cookie } = await api.person();
  const ask = () =>
    api.request('POST /api/user/password/reset-email', { cookie, body: { email: 'eve@example.test' } });
  expect((await ask()).status).toBe(202);
  const { code, event } = await api.mailed('latchkey.password.reset-requested', 'password-reset');
  expect(event.data).toMatchObject({ email });
  const statuses = [];
  for (let at = 0; at < 10; at += 1) statuses.push((await ask()).status);
  expect(statuses.at(-1)).toBe(429);
  await ask();
  const newest = (await api.mailed('latchkey.password.reset-requested', 'password-reset')).code;
  expect(newest).not.toBe(code);
  const done = await api.request('POST /api/auth/reset-password', {
    body: { email, code: newest, newPassword },
  });
  expect([done.status, await isAlive(cookie)]).toEqual([204, false]);
});
