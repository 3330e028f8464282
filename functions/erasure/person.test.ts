import { beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { startTestErasure } from '#functions/testing/test-erasure.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

test('the name that somebody signed up with is forgotten too, and in the name of their first company', async () => {
  const { cookie, accountId } = await api.person();
  const signedUpAs = 'Ada Lovelace';
  await api.request('PUT /api/user/profile', {
    cookie,
    body: { name: 'Augusta Byron', company: null, phone: null, timezone: 'Europe/London' },
  });
  const naming = async () =>
    (await api.items()).filter((item) => /Ada Lovelace|Augusta Byron/.test(JSON.stringify(item)));
  expect((await naming()).some((item) => JSON.stringify(item).includes(signedUpAs))).toBe(true);
  await (await startTestErasure(api)).erase({ accountId, cookie });
  expect(await naming()).toEqual([]);
});
