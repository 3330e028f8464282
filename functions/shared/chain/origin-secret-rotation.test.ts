import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';

import { requester } from '#functions/testing/requester.ts';
import { operation, startTestChain } from '#functions/testing/test-chain.ts';
import { cachedSecret, openSecrets } from '../aws/secrets.ts';
import { after, minutes } from '../clock.ts';
import { newId } from '../ids.ts';
import { apiFunction } from './api-function.ts';

const [first, second] = ['the first origin secret', 'the second origin secret'];

/** The API over a secret that an operator writes, and an edge that sends whatever value it was deployed with. */
async function setup() {
  const { table } = await startTestChain([]);
  let moment = new Date('2026-11-20T12:00:00.000Z');
  const now = () => moment;
  let stored: { current: string; previous?: string } = { current: first };
  const secrets = mockClient(SecretsManagerClient);
  secrets
    .on(GetSecretValueCommand)
    .callsFake(() => Promise.resolve({ SecretString: JSON.stringify(stored) }));
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const request = requester(
    apiFunction(
      {
        table,
        now,
        newId,
        logger: silent,
        siteUrl: 'https://account.example.test',
        readOriginSecret: cachedSecret('origin', openSecrets(), now),
      },
      [operation({}, () => Promise.resolve({ ok: true } as const))],
    ),
  );
  return {
    ask: async (value: string) =>
      (await request('POST /api/try', { headers: { 'x-latchkey-origin': value } })).status,
    put: (secret: typeof stored) => {
      stored = secret;
    },
    wait: (count: number) => {
      moment = after(moment, count * minutes);
    },
  };
}

test('a rotation by docs/deploying.md refuses no request at any minute, and in the end the old value opens nothing', async () => {
  const { ask, put, wait } = await setup();
  const everyMinuteFor = async (count: number, sends: readonly string[]) => {
    for (let minute = 0; minute < count; minute += 1) {
      for (const value of sends) expect(await ask(value)).toBe(204);
      wait(1);
    }
  };
  await everyMinuteFor(3, [first]);
  // 1. Both are accepted; the edge sends the old one. 2. Every running function knows the new one within five minutes.
  put({ current: second, previous: first });
  await everyMinuteFor(5, [first]);
  // 3. While a deploy of the edge is under way, some places send the one and some the other.
  await everyMinuteFor(10, [first, second]);
  // 4. The old one is taken away.
  put({ current: second });
  await everyMinuteFor(6, [second]);
  expect(await ask(first)).toBe(403);
});

test('without the five minutes of step 2, functions that run would refuse the edge', async () => {
  const { ask, put, wait } = await setup();
  expect(await ask(first)).toBe(204);
  put({ current: second, previous: first });
  wait(4);
  expect(await ask(second)).toBe(403);
  wait(1);
  expect(await ask(second)).toBe(204);
});
