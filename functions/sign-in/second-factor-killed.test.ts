import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';

import { eventKey } from '#functions/shared/table.ts';
import { killAtEveryWrite, killSwitch } from '#functions/testing/kill-switch.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { challengeOf, freshCode, signInWith, survival } from '#functions/testing/two-factor.ts';

let api: TestApi;
let kill: ReturnType<typeof killSwitch>;
beforeAll(async () => {
  api = await startTestApi();
  kill = killSwitch(api.table.client, api.poolClient);
});

/** How often the account was signed in to with a recovery code, and how many were used up. */
async function recoveryUses(accountId: string) {
  const { Items = [] } = await api.table.client.send(
    new QueryCommand({
      TableName: api.table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': eventKey(accountId, '').pk },
    }),
  );
  return {
    sessions: Items.filter(({ data }) => data.method === 'recovery-code').length,
    used: Items.filter(({ type }) => type === 'latchkey.two-factor.recovery-code-used').length,
  };
}

test('signing in with a code, killed before and after each write of table and Cognito: the next code signs in', async () => {
  const { person, checkWayIn, enable, freshAddress } = survival(api);
  const ada = await person();
  await enable(ada);
  const kills = await killAtEveryWrite(
    kill,
    async () => {
      const body = {
        challenge: await challengeOf(api, ada.email),
        method: 'totp',
        code: freshCode(api, ada.secret),
      };
      return () => api.request('POST /api/auth/second-factor', { ip: freshAddress(), body });
    },
    async () => {
      expect(await checkWayIn(ada)).toBe(true);
    },
  );
  expect(kills).toBeGreaterThan(10);
});

test('signing in with a recovery code, killed anywhere: it began one session or is still good for one', async () => {
  const { person, checkWayIn, enable, disable, freshAddress } = survival(api);
  const ada = await person();
  await enable(ada);
  let code = '';
  let earlier = 0;
  const kills = await killAtEveryWrite(
    kill,
    async () => {
      if (ada.recoveryCodes.length === 0) {
        await disable(ada);
        await enable(ada);
      }
      code = ada.recoveryCodes.pop() ?? '';
      earlier = (await recoveryUses(ada.accountId)).sessions;
      const body = { challenge: await challengeOf(api, ada.email), method: 'recovery-code', code };
      return () => api.request('POST /api/auth/second-factor', { ip: freshAddress(), body });
    },
    async () => {
      expect(await checkWayIn(ada)).toBe(true);
      const { sessions, used } = await recoveryUses(ada.accountId);
      expect(used).toBe(sessions);
      const again = await signInWith(api, ada.email, { method: 'recovery-code', code });
      expect([sessions - earlier, again.status]).toBeOneOf([
        [0, 200],
        [1, 400],
      ]);
    },
  );
  expect(kills).toBeGreaterThan(8);
});
