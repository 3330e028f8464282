import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';

import { days, minutes, seconds } from '#functions/shared/clock.ts';
import { accountKey } from '#functions/shared/table.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

test('a confirmed person signs in, is known by the cookie, and signs out for good (ASVS 7.4.1)', async () => {
  const { email, cookie } = await api.person();
  const session = await api.request('GET /api/session', { cookie });
  expect(session.status).toBe(200);
  expect(session.body.user).toMatchObject({ email, name: 'Ada Lovelace', timezone: null, avatarUrl: null });
  expect(session.body.company).toMatchObject({ name: 'Ada Lovelace’s company', role: 'owner' });
  expect(session.body.companies).toEqual([session.body.company]);
  expect(session.body).toMatchObject({ stepUpUntil: null, accountState: 'active', unread: 0 });

  const out = await api.request('POST /api/auth/sign-out', { cookie });
  expect([out.status, out.cookie]).toEqual([204, '']);
  expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
});

test('a wrong password and an unknown address get the same bytes (ASVS 6.3.8)', async () => {
  const { email } = await api.person();
  const wrong = await api.request('POST /api/auth/sign-in', { body: { email, password: 'not it at all' } });
  const unknown = await api.request('POST /api/auth/sign-in', {
    body: { email: 'nobody@example.test', password: 'not it at all' },
  });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  const { requestId: _a, ...first } = wrong.body;
  const { requestId: _b, ...second } = unknown.body;
  expect(first).toEqual(second);
});

test('no one signs in before the address is confirmed', async () => {
  const email = 'early@example.test';
  await api.request('POST /api/auth/sign-up', { body: { email, password, name: 'Early Bird' } });
  const answer = await api.request('POST /api/auth/sign-in', { body: { email, password } });
  expect([answer.status, answer.body.reason, answer.cookie]).toEqual([403, 'not-confirmed', undefined]);
});

test('after ten failures the eleventh try waits, with the right password too (ASVS 6.3.1)', async () => {
  const { email } = await api.person();
  const tries = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      api.request('POST /api/auth/sign-in', {
        ip: `198.18.0.${index}`,
        body: { email, password: 'wrong wrong' },
      }),
    ),
  );
  expect(tries.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(10);
  const right = await api.request('POST /api/auth/sign-in', { ip: '198.18.9.9', body: { email, password } });
  expect([right.status, right.body.reason]).toEqual([429, 'too-many-attempts']);
  expect(Number(right.headers['retry-after'])).toBeGreaterThan(50);
  api.advance(61 * seconds);
  expect(
    (await api.request('POST /api/auth/sign-in', { ip: '198.18.9.9', body: { email, password } })).status,
  ).toBe(200);
  const told = await api.lastEvent('latchkey.security.proof-refused');
  expect(told.data).toMatchObject({ failures: 10, waitSeconds: 60, email });
});

test('waits grow to fifteen minutes', async () => {
  const email = 'patient@example.test';
  const attempt = () =>
    api.request('POST /api/auth/sign-in', { ip: '198.18.10.1', body: { email, password: 'nope nope' } });
  for (let failure = 0; failure < 10; failure += 1) expect((await attempt()).status).toBe(401);
  for (const wait of [1, 2, 4, 8, 15, 15]) {
    expect((await attempt()).status).toBe(429);
    api.advance(wait * minutes - 5 * seconds);
    expect((await attempt()).status).toBe(429);
    api.advance(6 * seconds);
    expect((await attempt()).status).toBe(401);
  }
});

test('signing in replaces the session that the browser held (ASVS 7.2.4)', async () => {
  const { email, cookie } = await api.person();
  const second = await api.signIn(email, password, { cookie });
  expect(second).not.toBe(cookie);
  expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
  expect((await api.request('GET /api/session', { cookie: second })).status).toBe(200);
});

test('a session ends when it idles and at its absolute age (ASVS 7.3.1, 7.3.2)', async () => {
  const { email, accountId, cookie } = await api.person();
  api.advance(29 * minutes);
  expect((await api.request('GET /api/session', { cookie })).status).toBe(200);
  api.advance(29 * minutes);
  expect((await api.request('GET /api/session', { cookie })).status).toBe(200);
  api.advance(31 * minutes);
  const idle = await api.request('GET /api/session', { cookie });
  expect([idle.status, idle.cookie]).toEqual([401, '']);

  const old = await api.signIn(email);
  await neverIdle(accountId);
  api.advance(30 * days - minutes);
  expect((await api.request('GET /api/session', { cookie: old })).status).toBe(200);
  api.advance(minutes);
  expect((await api.request('GET /api/session', { cookie: old })).status).toBe(401);
});

async function neverIdle(accountId: string) {
  await api.table.client.send(
    new UpdateCommand({
      TableName: api.table.name,
      Key: accountKey(accountId),
      UpdateExpression: 'SET sessionTimeoutMinutes = :never',
      ExpressionAttributeValues: { ':never': null },
    }),
  );
}

test('a forged or stolen half of a cookie opens nothing', async () => {
  const ada = await api.person();
  const eve = await api.person();
  const [adaId, adaCompany, adaSecret] = ada.cookie.split('.');
  const [eveId, eveCompany, eveSecret] = eve.cookie.split('.');
  const forged = [
    `${adaId}.${adaCompany}.${eveSecret}`,
    `${adaId}.${eveCompany}.${adaSecret}`,
    `${eveId}.${adaCompany}.${eveSecret}`,
    `${adaId}.${adaCompany}.${'A'.repeat(43)}`,
    `${adaId}.${adaCompany}`,
    `${ada.cookie}.more`,
    '',
  ];
  for (const cookie of forged) expect((await api.request('GET /api/session', { cookie })).status).toBe(401);
});

test('the stored session holds no secret that opens it (ASVS 7.2.3)', async () => {
  const { cookie, accountId } = await api.person();
  const secret = cookie.split('.')[2] ?? '';
  const sessions = (await api.items()).filter(
    ({ pk, sk }) => pk === `ACCOUNT#${accountId}` && String(sk).startsWith('SESSION#'),
  );
  expect(sessions).toHaveLength(1);
  expect(JSON.stringify(sessions)).not.toContain(secret);
});

test('authenticating costs one round trip and at most four read units', async () => {
  const { cookie } = await api.person();
  api.counter.take();
  await api.request('GET /api/user/profile', { cookie });
  const { calls, readUnits } = api.counter.take();
  expect(calls).toEqual(['BatchGetItem']);
  expect(readUnits).toBeLessThanOrEqual(4);
});
