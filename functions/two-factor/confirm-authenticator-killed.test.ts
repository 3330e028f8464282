import { expect, test } from 'vitest';

import { killAtEveryWrite, killSwitch } from '#functions/testing/kill-switch.ts';
import { startTestApi } from '#functions/testing/test-api.ts';
import { freshCode, survival } from '#functions/testing/two-factor.ts';

test('enabling, killed before and after each write of table and Cognito, is healed by signing in or anew', async () => {
  const api = await startTestApi();
  const kill = killSwitch(api.table.client, api.poolClient);
  const { person, cookieOf, checkWayIn, enable, disable, freshAddress } = survival(api);
  const ada = await person();
  const outcomes = new Set<boolean>();
  const kills = await killAtEveryWrite(
    kill,
    async () => {
      const cookie = await api.stepUp(await cookieOf(ada));
      const { body } = await api.request('POST /api/user/two-factor/enrol', { cookie });
      ada.secret = body.secret;
      const code = freshCode(api, ada.secret);
      return () =>
        api.request('POST /api/user/two-factor/confirm', { cookie, ip: freshAddress(), body: { code } });
    },
    async () => {
      const on = await checkWayIn(ada);
      outcomes.add(on);
      if (!on) await enable(ada);
      await disable(ada);
    },
  );
  expect(kills).toBeGreaterThan(12);
  expect([...outcomes].toSorted()).toEqual([false, true]);
});
