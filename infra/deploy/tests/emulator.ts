import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { findEmulator } from './find-emulator.ts';
import type { Installed } from './install-ministack.ts';

/** An endpoint that answers as AWS does, LocalStack's way. */
export interface Emulator {
  readonly endpoint: string;
  /** What runs there, for the first line of the output. */
  readonly name: string;
  readonly close: () => Promise<void>;
}

/** How a client of the SDK reaches it. */
export interface EmulatorSettings {
  readonly endpoint: string;
  readonly region: string;
}

const neverClosed = () => Promise.resolve();

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts what `findEmulator` finds, with its files below `folder`. Throws one sentence where there is nothing to start. */
export async function startEmulator(folder: string): Promise<Emulator> {
  const found = await findEmulator(process.env, folder);
  switch (found.kind) {
    case 'endpoint':
      return { endpoint: found.endpoint, name: found.endpoint, close: neverClosed };
    case 'localstack':
      return startLocalstack(found.command);
    case 'ministack':
      return startMinistack(found, folder);
  }
}

async function startLocalstack(command: string): Promise<Emulator> {
  const endpoint = 'http://127.0.0.1:4566';
  const started = spawnSync(command, ['start', '-d'], { encoding: 'utf8' });
  if (started.status !== 0)
    throw new Error(
      `\`localstack start\` failed: ${started.stderr} Set AWS_ENDPOINT_URL to use another one.`,
    );
  await answering(endpoint, () => null);
  return {
    endpoint,
    name: 'localstack',
    close: () => {
      spawnSync(command, ['stop']);
      return Promise.resolve();
    },
  };
}

async function startMinistack({ command, variables }: Installed, folder: string): Promise<Emulator> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, 'ministack.log'), 'w');
  const child = spawn(command, [], {
    cwd: folder,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      ...variables,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      // Functions run as child processes on the Node that is first on the PATH.
      LAMBDA_EXECUTOR: 'local',
      IOT_MTLS_ENABLED: '0',
    },
  });
  const ended = once(child, 'exit');
  await answering(endpoint, () => child.exitCode);
  return {
    endpoint,
    name: 'ministack',
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Waits until an emulator answers; throws when it ended or takes longer than a minute. */
async function answering(endpoint: string, exitCode: () => number | null): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 200) {
    if (exitCode() !== null) break;
    const healthy = await fetch(`${endpoint}/_localstack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    await sleep(200);
  }
  throw new Error(`The emulator at ${endpoint} does not answer.`);
}
