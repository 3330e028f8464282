import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An endpoint that answers as AWS does, LocalStack's way. */
export interface Emulator {
  readonly endpoint: string;
  /** What runs there, for the first line of the output. */
  readonly name: string;
  readonly close: () => Promise<void>;
}

/** The emulator's release that the suite was last seen to pass with. */
const ministackRelease = 'ministack>=1.5.33,<2';

const neverClosed = () => Promise.resolve();

/** A command on the PATH, or null. */
function onPath(command: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, command)).find((file) => existsSync(file)) ?? null;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/**
 * Finds an endpoint to deploy to: `AWS_ENDPOINT_URL`, else `localstack` or `ministack` on the PATH, else ministack from
 * PyPI in a virtual environment of its own below `folder`. Throws one sentence that says what is missing.
 */
export async function startEmulator(folder: string): Promise<Emulator> {
  const given = process.env['AWS_ENDPOINT_URL'];
  if (given !== undefined && given !== '') return { endpoint: given, name: given, close: neverClosed };
  const localstack = onPath('localstack');
  if (localstack !== null) return startLocalstack(localstack);
  return startMinistack(onPath('ministack') ?? installMinistack(folder), folder);
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

/** Installs ministack for this project alone; gives its command. */
function installMinistack(folder: string): string {
  const environment = join(folder, 'ministack');
  const command = join(environment, 'bin', 'ministack');
  if (existsSync(command)) return command;
  console.log('Installing ministack from PyPI …');
  const steps = [
    ['python3', '-m', 'venv', environment],
    [join(environment, 'bin', 'pip'), 'install', '--quiet', '--disable-pip-version-check', ministackRelease],
  ];
  for (const [program = '', ...args] of steps) {
    const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
    if (status === 0) continue;
    throw new Error(
      `The deploy suite needs an emulator of AWS: set AWS_ENDPOINT_URL, or have localstack or ministack on the PATH, or Python 3.10 with pip so that ministack can be installed (${error?.message ?? stderr.trim()}).`,
    );
  }
  return command;
}

async function startMinistack(command: string, folder: string): Promise<Emulator> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, 'ministack.log'), 'w');
  const child = spawn(command, [], {
    cwd: folder,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
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
