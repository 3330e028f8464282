import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';

import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { minutes, seconds } from '../clock.ts';
import { cookieName } from '../session/session-cookie.ts';
import { accountKey, companyKey } from '../table.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain([
    operation({ id: 'who', method: 'GET', path: '/api/who', access: 'session', status: 200 }, ({ auth }) =>
      Promise.resolve({ ok: true, body: { id: auth.account.accountId, role: auth.membership.role } }),
    ),
    operation(
      {
        ...{ id: 'go-on', path: '/api/go-on', access: 'session', status: 204 },
        unattended: true,
        whileIdle: true,
      },
      () => Promise.resolve({ ok: true }),
    ),
    operation({ id: 'open', method: 'GET', path: '/api/open', status: 200 }, () =>
      Promise.resolve({ ok: true, body: {} }),
    ),
  ]);
});

const who = (cookie: string | undefined) => chain.request('GET /api/who', { cookie });

test('a session is known by its cookie, in one consistent read of four items', async () => {
  const { accountId, cookie } = await chain.person('member');
  chain.counter.take();
  const answer = await who(cookie);
  expect(answer.body).toEqual({ id: accountId, role: 'member' });
  const { calls, readUnits, writeUnits } = chain.counter.take();
  expect(calls).toEqual(['BatchGetItem']);
  expect(readUnits).toBeLessThanOrEqual(4);
  expect(writeUnits).toBe(0);
});

test('without a cookie, or with one that is none, the table is not even asked', async () => {
  chain.counter.take();
  for (const cookie of [undefined, '', 'a.b.c', 'x'.repeat(8000)]) {
    const refused = await who(cookie);
    expect([refused.status, refused.body.reason]).toEqual([401, 'unauthorized']);
  }
  expect(chain.counter.take().calls).toEqual([]);
});

test('a cookie that opens nothing is taken from the browser', async () => {
  const { cookie } = await chain.person();
  const [account, company] = cookie.split('.');
  const refused = await who(`${account}.${company}.${'A'.repeat(43)}`);
  expect([refused.status, refused.cookie]).toEqual([401, '']);
});

test('two session cookies are refused, as no browser that honours the prefix sends two', async () => {
  const [ada, eve] = [await chain.person(), await chain.person()];
  const cookies = [`${cookieName}=${ada.cookie}`, `${cookieName}=${eve.cookie}`];
  expect((await chain.request('GET /api/who', { cookies })).status).toBe(401);
  const beside = ['theme=dark', `${cookieName}=${ada.cookie}`, 'latchkey=1'];
  expect((await chain.request('GET /api/who', { cookies: beside })).status).toBe(200);
});

test('a session fails with its account, its membership or its company (ASVS 7.4.2, 8.3.2)', async () => {
  const gone = async (key: { pk: string; sk: string }, cookie: string) => {
    await chain.table.client.send(new DeleteCommand({ TableName: chain.table.name, Key: { ...key } }));
    return (await who(cookie)).status;
  };
  const [one, two, three, four] = [
    await chain.person(),
    await chain.person(),
    await chain.person(),
    await chain.person(),
  ];
  expect(await gone(accountKey(one.accountId), one.cookie)).toBe(401);
  expect(await gone(two.memberKey, two.cookie)).toBe(403);
  expect(await gone(companyKey(three.companyId), three.cookie)).toBe(403);
  expect(await gone(four.sessionKey, four.cookie)).toBe(401);
});

test('a role that was taken away counts from the next request on (ASVS 8.3.2)', async () => {
  const { cookie, memberKey } = await chain.person('admin');
  expect((await who(cookie)).body.role).toBe('admin');
  await chain.set(memberKey, 'role', 'member');
  expect((await who(cookie)).body.role).toBe('member');
});

test('ending all sessions of an account ends those begun before', async () => {
  const { accountId, cookie } = await chain.person();
  await chain.set(
    accountKey(accountId),
    'sessionsValidFrom',
    new Date(chain.now().getTime() + 1).toISOString(),
  );
  expect((await who(cookie)).status).toBe(401);
});

test('a replaced secret answers ten seconds more, for requests already under way', async () => {
  const { cookie, sessionKey } = await chain.person();
  const until = new Date(chain.now().getTime() + 10 * seconds);
  await chain.set(sessionKey, 'supersededUntil', until.toISOString());
  chain.advance(9 * seconds);
  expect((await who(cookie)).status).toBe(200);
  chain.advance(1 * seconds);
  expect((await who(cookie)).status).toBe(401);
});

test('when a session was last seen is written once a minute', async () => {
  const { cookie } = await chain.person();
  const writes = async () => {
    chain.counter.take();
    expect((await who(cookie)).status).toBe(200);
    return chain.counter.take().calls.filter((call) => call !== 'BatchGetItem');
  };
  expect(await writes()).toEqual([]);
  chain.advance(1 * minutes);
  expect(await writes()).toEqual(['UpdateItem']);
  expect(await writes()).toEqual([]);
});

test('the idle timeout is what the account says at each request (ASVS 7.3.1)', async () => {
  const { accountId, cookie } = await chain.person();
  await chain.set(accountKey(accountId), 'sessionTimeoutMinutes', null);
  chain.advance(200 * minutes);
  expect((await who(cookie)).status).toBe(200);
  await chain.set(accountKey(accountId), 'sessionTimeoutMinutes', 15);
  chain.advance(14 * minutes);
  expect((await who(cookie)).status).toBe(200);
  chain.advance(15 * minutes);
  expect((await who(cookie)).status).toBe(401);
});

test('what goes on without its person is served beyond the idle time, which it does not end', async () => {
  const goOn = (cookie: string) => chain.request('POST /api/go-on', { cookie });
  const { accountId, cookie, sessionKey, memberKey } = await chain.person();
  await chain.set(accountKey(accountId), 'sessionTimeoutMinutes', 15);
  chain.advance(16 * minutes);
  expect((await goOn(cookie)).status).toBe(204);
  expect((await who(cookie)).status).toBe(401);
  // Nor does it open another company: a session that gets a new cookie is one in use.
  await chain.table.client.send(new DeleteCommand({ TableName: chain.table.name, Key: { ...memberKey } }));
  const refused = await goOn(cookie);
  expect([refused.status, refused.body.reason, refused.cookie]).toEqual([403, 'membership-ended', undefined]);
  await chain.table.client.send(new DeleteCommand({ TableName: chain.table.name, Key: { ...sessionKey } }));
  expect((await goOn(cookie)).status).toBe(401);
});

test('a public operation looks at no cookie', async () => {
  chain.counter.take();
  expect((await chain.request('GET /api/open', { cookie: 'garbage' })).status).toBe(200);
  expect(chain.counter.take().calls).toEqual([]);
});
