import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';

import { freePort } from '../free-port.ts';
import { StartError } from '../start-error.ts';

/** A running DynamoDB engine (dynoxide) of this process. */
export interface Engine {
  readonly endpoint: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the engine's process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Stops it from answering, without ending it. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Without it a free port is taken. */
  readonly port?: number;
  /** The database file; without it everything is kept in memory. */
  readonly databaseFile?: string;
}

/**
 * Replaces the shell by the engine, and leaves behind a watcher that kills the engine when the other end of
 * descriptor 3 closes without a word: that is, when this process dies without a chance to clean up.
 */
const runWithWatcher = '(read -r farewell <&3 || kill -9 $$) & exec "$@" 3<&-';

const tries = 5;

/** Whether the engine exists for this platform; elsewhere `AWS_ENDPOINT_URL_DYNAMODB` has to name another one. */
function enginePath(): string | undefined {
  try {
    const require = createRequire(import.meta.url);
    return join(dirname(require.resolve('@dynoxide/linux-x64/package.json')), 'dynoxide');
  } catch {
    return undefined;
  }
}

/** Starts the engine on loopback and waits until it listens. It ends with this process, even when that is killed. */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const program = enginePath();
  if (program === undefined) {
    throw new StartError(
      'The bundled DynamoDB engine is there for Linux on x64 only: start DynamoDB Local or dynoxide yourself and set AWS_ENDPOINT_URL_DYNAMODB to its address.',
    );
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(program, options.port ?? (await freePort()), options.databaseFile);
    } catch (error) {
      // Between finding a free port and using it, somebody else may have taken it.
      if (options.port !== undefined || attempt === tries) throw error;
    }
  }
}

async function launch(program: string, port: number, databaseFile: string | undefined): Promise<Engine> {
  const args = ['--host', '127.0.0.1', '--port', String(port)];
  if (databaseFile !== undefined) args.push('--db-path', databaseFile);
  const child = spawn('/bin/sh', ['-c', runWithWatcher, 'sh', program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // Out of the terminal's group: Ctrl-C is for this process, which ends the engine when nothing needs it any more.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await listening(child);
  const { pid } = child;
  if (pid === undefined) throw new Error('The DynamoDB engine has no process id.');
  letGo(child);
  void ended.then(() => farewell(child));

  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    pid,
    ended,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      // A paused process would answer to SIGTERM only when it is continued.
      child.kill('SIGCONT');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 2000);
      await ended;
      clearTimeout(impatience);
    },
  };
}

/** The engine says on stderr that it listens, or why it doesn't. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The DynamoDB engine did not start: ${said.trim()}`)));
    child.stderr?.on('data', (text: Buffer) => {
      if (said.length < 10_000) said += text.toString();
      if (said.includes('listening on')) resolve();
    });
  });
}

/** Lets this process end while the engine still runs; the watcher then ends the engine. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of child.stdio) {
    if (stream instanceof Socket) stream.unref();
  }
}

/** Tells the watcher that there is nothing left to kill. */
function farewell(child: ChildProcess): void {
  const watcher = child.stdio[3];
  if (watcher instanceof Socket) watcher.end('ended\n');
}
