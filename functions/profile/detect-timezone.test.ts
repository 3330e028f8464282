import { beforeAll, expect, test } from 'vitest';

import { startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { profileOperations } from './operations.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain((deps) =>
    profileOperations({ ...deps, settings: { emailChange: 'self-service' } }),
  );
});

const detect = (cookie: string, timezone: unknown) =>
  chain.request('PUT /api/user/timezone/detected', { cookie, body: { timezone } });
const profile = async (cookie: string) => (await chain.request('GET /api/user/profile', { cookie })).body;

test('the first zone is kept, with its event; later ones change nothing', async () => {
  const { cookie, accountId } = await chain.person();
  const first = await detect(cookie, 'asia/karachi');
  expect([first.status, first.body]).toEqual([200, { timezone: 'Asia/Karachi', kept: true }]);
  const second = await detect(cookie, 'Europe/Berlin');
  expect([second.status, second.body]).toEqual([200, { timezone: 'Asia/Karachi', kept: false }]);
  expect(await profile(cookie)).toMatchObject({ timezone: 'Asia/Karachi', version: 2 });
  expect((await chain.eventsOf(accountId)).map(({ type, data }) => [type, data])).toEqual([
    ['latchkey.profile.changed', { fields: ['timezone'] }],
  ]);
});

test('of twenty browsers at once one is kept, and all are told which', async () => {
  const { cookie, accountId } = await chain.person();
  const zones = Intl.supportedValuesOf('timeZone').slice(0, 20);
  const answers = await Promise.all(zones.map((zone) => detect(cookie, zone)));
  expect(answers.map(({ status }) => status)).toEqual(zones.map(() => 200));
  expect(answers.filter(({ body }) => body.kept)).toHaveLength(1);
  const { timezone, version } = await profile(cookie);
  expect(new Set(answers.map(({ body }) => body.timezone))).toEqual(new Set([timezone]));
  expect(version).toBe(2);
  expect(await chain.eventsOf(accountId)).toHaveLength(1);
});

test('a zone that the person chose is never overwritten, even when the choice comes in between', async () => {
  const { cookie } = await chain.person();
  const chosen = { name: 'Ada Lovelace', company: null, phone: null, timezone: 'Australia/Sydney' };
  const [saved, ...detected] = await Promise.all([
    chain.request('PUT /api/user/profile', { cookie, body: chosen }),
    ...Array.from({ length: 5 }, () => detect(cookie, 'Europe/Berlin')),
  ]);
  expect([saved.status, ...detected.map(({ status }) => status)]).toEqual([200, 200, 200, 200, 200, 200]);
  expect((await profile(cookie)).timezone).toBe('Australia/Sydney');
});

test('keeping one costs two round trips, having one costs one', async () => {
  const { cookie } = await chain.person();
  chain.counter.take();
  await detect(cookie, 'UTC');
  const kept = chain.counter.take();
  expect(kept.calls).toEqual(['BatchGetItem', 'TransactWriteItems']);
  expect(kept.writeUnits).toBeLessThanOrEqual(6);
  await detect(cookie, 'UTC');
  expect(chain.counter.take().calls).toEqual(['BatchGetItem']);
});

test('what is no zone is refused and leaves none stored', async () => {
  const { cookie } = await chain.person();
  const bad: [unknown, string][] = [
    [undefined, 'required'],
    [null, 'required'],
    ['', 'required'],
    ['Mars/Olympus', 'invalid-timezone'],
    [['UTC'], 'wrong-type'],
    [7, 'wrong-type'],
  ];
  for (const [timezone, reason] of bad) {
    const { status, body } = await detect(cookie, timezone);
    expect([status, body.errors]).toEqual([400, [{ path: 'timezone', reason }]]);
  }
  expect((await profile(cookie)).timezone).toBeNull();
});
