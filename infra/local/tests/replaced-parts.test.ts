import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { freePort } from '../free-port.ts';
import { endpointVariables, partNames } from '../names.ts';
import { startParts } from '../start-parts.ts';
import type { Parts } from '../start-parts.ts';
import { stackClient } from './running-stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-replaced-'));
const stateDir = join(folder, 'stack');
const main = join(import.meta.dirname, '../main.ts');

let parts: Parts;
beforeAll(async () => {
  const clock = { now: () => Date.now(), advance: () => undefined, onAdvance: () => () => undefined };
  parts = await startParts({
    stateDir: join(folder, 'parts'),
    clock,
    variables: {},
    onFeedback: () => Promise.resolve(),
  });
});
afterAll(async () => {
  await parts.close();
  rmSync(folder, { recursive: true });
});

function start(port: number, more: Record<string, string>) {
  const endpoints = partNames.map((part) => [endpointVariables[part], parts.endpoints[part]]);
  const child = spawn('node', [main], {
    env: {
      ...process.env,
      ...Object.fromEntries(endpoints),
      ...more,
      PORT: String(port),
      LATCHKEY_STATE_DIR: stateDir,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  return { child, errors: () => errors, exited: once(child, 'exit') };
}

test('another Cognito needs to be told its pool, in one sentence', async () => {
  const { errors, exited } = start(await freePort(), {});
  expect(await exited).toEqual([1, null]);
  expect(errors()).toBe(
    'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER is set: set USER_POOL_ID and USER_POOL_CLIENT_ID to the pool and the client there, too.\n',
  );
});

test('every part can be replaced by its endpoint variable', { timeout: 120_000 }, async () => {
  const port = await freePort();
  const { userPoolId, clientId } = parts.userPool;
  const { child, errors, exited } = start(port, { USER_POOL_ID: userPoolId, USER_POOL_CLIENT_ID: clientId });
  while (!existsSync(join(stateDir, 'ready.json'))) {
    if (child.exitCode !== null) throw new Error(errors());
    await sleep(50);
  }
  const stack = stackClient(`http://localhost:${port}`);
  const email = stack.newEmail();
  const password = 'plum teapot harbour';
  const signUp = await stack.ask('POST /api/auth/sign-up', {
    body: { email, password, name: 'Ada Lovelace' },
  });
  expect(signUp.status).toBe(202);
  await expect.poll(() => parts.ses?.messages({ to: email }).length).toBe(1);
  const code = /[?&]code=([\w-]+)/.exec(parts.ses?.messages({ to: email })[0]?.text ?? '')?.[1];
  expect((await stack.ask('POST /api/auth/confirm-sign-up', { body: { email, code } })).status).toBe(204);
  expect((await stack.signIn(email, password)).status).toBe(200);

  for (const part of partNames) {
    const response = await stack.ask('POST /__local/faults', { body: { part, mode: 'down' } });
    expect([response.status, response.body.errors]).toEqual([
      400,
      [{ path: 'part', reason: 'invalid-value' }],
    ]);
  }
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(existsSync(join(stateDir, 'cognito.json'))).toBe(false);
});
