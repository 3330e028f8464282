import { GetCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';

import { minutes } from '#functions/shared/clock.ts';
import { dueBuckets, listDue } from '#functions/shared/due-item.ts';
import { accountKey, companyIpListKey, companyKey } from '#functions/shared/table.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { enforcementTrial, revertEnforcement } from './revert-enforcement.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const [home, elsewhere] = ['203.0.113.7', '198.51.100.9'];
const route = 'PUT /api/company/ip-allowlist';

async function owner() {
  const person = await api.person();
  const cookie = await api.stepUp(person.cookie);
  return { ...person, cookie, companyId: cookie.split('.')[1]! };
}

/** Networks that never merge, and labels that don't compress: the most that a list can weigh. */
function entries(count: number, label = '') {
  const noise = () =>
    Array.from({ length: 80 }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000)));
  return Array.from({ length: count }, (_, index) => ({
    cidr: `10.${index >> 8}.${index & 255}.16/28`,
    label: label === 'noise' ? noise().join('') : `Office ${index}`,
  }));
}
const save = (cookie: string, list: object[], mode = 'enforce') =>
  api.request(route, { cookie, body: { mode, scope: 'all', entries: [{ cidr: home }, ...list] } });

test('ten thousand entries are kept, enforced and found, and one more is refused', async () => {
  const { cookie } = await owner();
  const saved = await save(cookie, entries(9_999));
  expect([saved.status, saved.body.entries.length, saved.body.ranges.length]).toEqual([200, 10_000, 10_000]);
  await api.request('POST /api/company/ip-allowlist/confirm', { cookie });
  expect((await api.request('GET /api/session', { cookie, ip: '10.39.14.17' })).status).toBe(200);
  expect((await api.request('GET /api/session', { cookie, ip: '10.39.14.15' })).status).toBe(403);
  const more = await save(cookie, entries(10_000));
  expect([more.status, more.body.errors]).toEqual([400, [{ path: 'entries', reason: 'too-many' }]]);
});

test('a large list costs a request nothing: one trip of four units, lists in memory', async () => {
  const { cookie } = await owner();
  await save(cookie, entries(9_999));
  await api.request('POST /api/company/ip-allowlist/confirm', { cookie });
  const asked = async () => {
    api.counter.take();
    expect((await api.request('GET /api/user/profile', { cookie })).status).toBe(200);
    return api.counter.take();
  };
  await asked();
  const { calls, readUnits, writeUnits } = await asked();
  expect([calls, writeUnits]).toEqual([['BatchGetItem'], 0]);
  expect(readUnits).toBeLessThanOrEqual(4);
  // Refused, too: after the first of the hour.
  const refused = async () => {
    api.counter.take();
    expect((await api.request('GET /api/user/profile', { cookie, ip: elsewhere })).status).toBe(403);
    return api.counter.take().calls;
  };
  await refused();
  expect(await refused()).toEqual(['BatchGetItem']);
});

test('a list that can not be read whole lets nobody in (fail closed)', async () => {
  const { cookie, companyId } = await owner();
  await save(cookie, []);
  await api.table.client.send(
    new UpdateCommand({
      TableName: api.table.name,
      Key: { ...companyIpListKey(companyId, 0) },
      UpdateExpression: 'SET version = version + :one',
      ExpressionAttributeValues: { ':one': 7 },
    }),
  );
  expect((await api.request('GET /api/session', { cookie })).status).toBe(500);
  const other = await owner();
  await api.request('PUT /api/user/ip-allowlist', { cookie: other.cookie, body: { entries: [home] } });
  await api.table.client.send(
    new UpdateCommand({
      TableName: api.table.name,
      Key: { ...accountKey(other.accountId) },
      UpdateExpression: 'SET ipAllowlist.#version = :later',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':later': 9 },
    }),
  );
  expect((await api.request('GET /api/session', { cookie: other.cookie })).status).toBe(500);
});

test('a replaced list counts from the next request on', async () => {
  const { cookie } = await owner();
  await save(cookie, [{ cidr: elsewhere }]);
  const status = async () => (await api.request('GET /api/session', { cookie, ip: elsewhere })).status;
  expect(await status()).toBe(200);
  await save(cookie, []);
  expect(await status()).toBe(403);
  await save(cookie, [{ cidr: elsewhere }]);
  expect(await status()).toBe(200);
});

test('the sweep writes down that enforcement reverted, once, and tells the admins', async () => {
  const { cookie, email, companyId, accountId } = await owner();
  await save(cookie, []);
  // What a sweep does, twice at once.
  const run = async () => {
    const buckets = Array.from({ length: dueBuckets }, (_, bucket) =>
      listDue(api.table, bucket, api.now(), 10),
    );
    const due = (await Promise.all(buckets)).flat().filter(({ kind }) => kind === enforcementTrial);
    await Promise.all([...due, ...due].map((item) => revertEnforcement(api.deps, item)));
  };
  await run();
  api.advance(10 * minutes);
  await run();
  const { Item } = await api.table.client.send(
    new GetCommand({ TableName: api.table.name, Key: { ...companyKey(companyId) } }),
  );
  expect(Item!['ipPolicy']).toMatchObject({ mode: 'off', trial: null, version: 2 });
  const told = (await api.events()).filter(
    (event) => event.companyId === companyId && event.type === 'latchkey.company.ip-enforcement-reverted',
  );
  expect(told).toMatchObject([{ accountId, actor: { kind: 'system' }, data: { recipients: [{ email }] } }]);
  // Confirmed in time, the sweep has nothing to do.
  const other = await owner();
  await save(other.cookie, []);
  await api.request('POST /api/company/ip-allowlist/confirm', { cookie: other.cookie });
  api.advance(10 * minutes);
  await run();
  const kept = await api.request('GET /api/company/ip-allowlist', { cookie: other.cookie });
  expect(kept.body).toMatchObject({ mode: 'enforce', version: 2 });
});

test('no item comes near 400 KB, and a shorter list leaves none behind', async () => {
  const { cookie, companyId } = await owner();
  const saved = await save(cookie, entries(5_000, 'noise'), 'monitor');
  expect(saved.status).toBe(200);
  const parts = async () => {
    const ranges = paginateQuery(
      { client: api.table.client },
      {
        TableName: api.table.name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :list)',
        ExpressionAttributeValues: { ':pk': companyKey(companyId).pk, ':list': 'IP-LIST#' },
      },
    );
    const found = [];
    for await (const { Items = [] } of ranges) found.push(...Items);
    return found;
  };
  const sizes = (await parts()).map(({ zipped }) => (zipped as Uint8Array).byteLength);
  expect(sizes).toHaveLength(11);
  expect(Math.max(...sizes)).toBeLessThan(200_000);
  await save(cookie, [], 'monitor');
  expect(await parts()).toHaveLength(1);
});
