import { beforeAll, expect, test } from 'vitest';

import { accountSchema } from '#functions/shared/account-item.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { newId } from '#functions/shared/ids.ts';
import {
  deleteRecoveryCodes,
  hashRecoveryCode,
  newRecoveryCodes,
  putRecoveryCodes,
} from '#functions/shared/two-factor/recovery-codes-item.ts';
import { useUpRecoveryCode } from '#functions/shared/two-factor/use-recovery-code.ts';
import { raceTable } from '#functions/testing/interleave.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { challengeOf, personWithTwoFactor } from '#functions/testing/two-factor.ts';
import * as v from 'valibot';

let api: TestApi;
let table: Table;
beforeAll(async () => {
  api = await startTestApi();
  table = await raceTable(api.table);
});

const viewer = { ip: '203.0.113.7', browser: 'Firefox 141', os: 'Linux', device: 'desktop' } as const;

test('of parallel uses of one recovery code, 1,000 times over, one wins each time', async () => {
  const now = api.now();
  const people = Array.from({ length: 100 }, () => {
    const account = v.parse(accountSchema, {
      ...{ accountId: newId(), email: 'ada@example.test', name: 'Ada', company: null, phone: null },
      ...{ timezone: null, avatarUrl: null, pendingEmail: null, version: 1, state: 'active' },
      ...{ sessionTimeoutMinutes: 30, sessionsValidFrom: now.toISOString(), lastCompanyId: newId() },
      ...{ emailChangedAt: null, createdAt: now.toISOString() },
    });
    return { account, codes: newRecoveryCodes() };
  });
  const winners: number[] = [];
  const race = async ({ account, codes }: (typeof people)[number]) => {
    const { accountId } = account;
    await commit(table, [putRecoveryCodes(table.name, accountId, codes, now)]);
    for (const [index, code] of codes.entries()) {
      const proof = { hash: hashRecoveryCode(code), left: 9 - index };
      const use = (purpose: 'sign-in' | 'step-up') =>
        commit(table, useUpRecoveryCode(api.deps, account, proof, { purpose, viewer }));
      const rivals = [() => use('sign-in'), () => use('step-up'), () => use('sign-in')];
      // The last code of a set is also raced by whoever disables two-factor with it.
      if (index === codes.length - 1)
        rivals[2] = () => commit(table, [deleteRecoveryCodes(table.name, accountId, proof.hash)]);
      const outcomes = await Promise.all(rivals.map((rival) => rival()));
      winners.push(outcomes.filter((lost) => lost === null).length);
    }
  };
  for (let from = 0; from < people.length; from += 10)
    await Promise.all(people.slice(from, from + 10).map(race));
  expect(winners).toHaveLength(1_000);
  expect(winners.every((count) => count === 1)).toBe(true);
});

test('one code at every entry point at once, through the API, opens one (incident 4)', async () => {
  const { email, cookie, recoveryCodes } = await personWithTwoFactor(api);
  const [code] = recoveryCodes;
  const challenges = await Promise.all([1, 2, 3].map(() => challengeOf(api, email)));
  const answers = await Promise.all([
    ...challenges.map((challenge) =>
      api.request('POST /api/auth/second-factor', { body: { challenge, method: 'recovery-code', code } }),
    ),
    api.request('POST /api/session/step-up', { cookie, body: { password, code } }),
    api.request('DELETE /api/user/two-factor', { cookie, body: { password, code } }),
  ]);
  expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
  expect(answers.filter(({ cookie: given }) => given !== undefined)).toHaveLength(1);
});

test('twenty uses at once: one session, and the rest are refused or must wait', async () => {
  const { email, recoveryCodes } = await personWithTwoFactor(api);
  const challenge = await challengeOf(api, email);
  const body = { challenge, method: 'recovery-code', code: recoveryCodes[0] };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      api.request('POST /api/auth/second-factor', { ip: `198.18.1.${index}`, body }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.every(({ status }) => [200, 400, 429].includes(status))).toBe(true);
});
