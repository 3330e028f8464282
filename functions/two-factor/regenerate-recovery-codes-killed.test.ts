import { expect, test } from 'vitest';

import { killAtEveryWrite, killSwitch } from '#functions/testing/kill-switch.ts';
import { password, startTestApi } from '#functions/testing/test-api.ts';
import { freshCode, signInWith, survival } from '#functions/testing/two-factor.ts';

test('regenerating, killed before and after its write, leaves the old set or the new, and can be done anew', async () => {
  const api = await startTestApi();
  const kill = killSwitch(api.table.client, api.poolClient);
  const { person, cookieOf, checkWayIn, enable } = survival(api);
  const ada = await person();
  await enable(ada);
  const use = (code: string | undefined) =>
    signInWith(api, ada.email, { method: 'recovery-code', code: code ?? '' });
  const regenerate = async () => {
    const held = await cookieOf(ada);
    const body = { password, code: freshCode(api, ada.secret) };
    const {
      status,
      body: said,
      cookie,
    } = await api.request('POST /api/session/step-up', { cookie: held, body });
    // Without it no kill would come about, and nobody would know why.
    expect([status, said.reason]).toEqual([200, undefined]);
    return () => api.request('POST /api/user/two-factor/recovery-codes', { cookie });
  };
  const oldSet: number[] = [];
  const kills = await killAtEveryWrite(kill, regenerate, async () => {
    expect(await checkWayIn(ada)).toBe(true);
    oldSet.push((await use(ada.recoveryCodes[0])).status);
    ada.recoveryCodes = (await (await regenerate())()).body.recoveryCodes;
    expect((await use(ada.recoveryCodes[1])).status).toBe(200);
  });
  // The count of calls is a write, too.
  expect(kills).toBe(4);
  // Before the codes' write the old ones are good, after it (and when unharmed) they are dead.
  expect(oldSet).toEqual([200, 200, 200, 400, 400]);
});
