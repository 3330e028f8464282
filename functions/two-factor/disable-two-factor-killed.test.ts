import { beforeAll, expect, test } from 'vitest';

import { readAccount } from '#functions/shared/account-item.ts';
import { minutes, seconds } from '#functions/shared/clock.ts';
import { killAtEveryWrite, killSwitch } from '#functions/testing/kill-switch.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { freshCode, survival } from '#functions/testing/two-factor.ts';

let api: TestApi;
let kill: ReturnType<typeof killSwitch>;
beforeAll(async () => {
  api = await startTestApi();
  kill = killSwitch(api.table.client, api.poolClient);
});

test.each(['totp', 'recovery-code'] as const)(
  'disabling with a %s, killed before and after each write of table and Cognito, is healed by signing in or anew',
  async (method) => {
    const { person, isOn, cookieOf, checkWayIn, enable, freshAddress } = survival(api);
    const ada = await person();
    const outcomes = new Set<boolean>();
    const kills = await killAtEveryWrite(
      kill,
      async () => {
        const cookie = (await isOn(ada)) ? await cookieOf(ada) : await enable(ada);
        const code = method === 'totp' ? freshCode(api, ada.secret) : ada.recoveryCodes.pop();
        return () =>
          api.request('DELETE /api/user/two-factor', {
            cookie,
            ip: freshAddress(),
            body: { password, code },
          });
      },
      async () => {
        outcomes.add(await checkWayIn(ada));
        // Whoever was at it may still be for some seconds; then it can be turned on anew, for the next kill.
        api.advance(1 * minutes);
      },
    );
    expect(kills).toBeGreaterThan(12);
    expect([...outcomes].toSorted()).toEqual([false, true]);
  },
);

test('killed before Cognito forgets the secret, a later enrolment removes it first', async () => {
  const { person, cookieOf, byPassword, enable } = survival(api);
  const ada = await person();
  const cookie = await enable(ada);
  const removal = api.pool.removeAuthenticator.bind(api.pool);
  api.pool.removeAuthenticator = () => Promise.reject(new Error('Killed'));
  const done = await api.request('DELETE /api/user/two-factor', {
    cookie,
    body: { password, code: freshCode(api, ada.secret) },
  });
  api.pool.removeAuthenticator = removal;
  expect([done.status, (await byPassword(ada)).body]).toEqual([204, { status: 'signed-in' }]);
  const enrol = async () =>
    api.request('POST /api/user/two-factor/enrol', { cookie: await api.stepUp(await cookieOf(ada)) });
  // Whoever began the removal may still be at it, and would hit a new authenticator.
  expect((await enrol()).body.reason).toBe('request-in-progress');
  api.advance(41 * seconds);
  expect((await enrol()).status).toBe(200);
  expect((await readAccount(api.table, ada.accountId))?.twoFactor).toBeNull();
});
