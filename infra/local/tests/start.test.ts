import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { freePort } from '../free-port.ts';
import { runProgram } from './run-program.ts';

const main = join(import.meta.dirname, '../main.ts');
const stateDir = mkdtempSync(join(tmpdir(), 'latchkey-start-'));
const readyFile = join(stateDir, 'ready.json');
afterAll(() => rmSync(stateDir, { recursive: true }));

let port: number;
let url: string;
const environment = () => ({ ...process.env, PORT: String(port), LATCHKEY_STATE_DIR: stateDir });
beforeAll(async () => {
  port = await freePort();
  url = `http://localhost:${port}`;
});

interface Ready {
  readonly url: string;
  readonly mailUrl: string;
  readonly pid: number;
  readonly pids: Record<string, number>;
}

const running = new Set<number>();
afterAll(() => {
  for (const pid of running) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

/** Starts the stack by a program and its arguments, and waits until it says that it is ready. */
async function start(program = 'node', args: string[] = [main]) {
  const child = spawn(program, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  while (!existsSync(readyFile)) {
    if (child.exitCode !== null) throw new Error(`It did not start:\n${output}`);
    await sleep(25);
  }
  const ready = JSON.parse(readFileSync(readyFile, 'utf8')) as Ready;
  for (const pid of Object.values(ready.pids)) running.add(pid);
  return { child, ready, output: () => output, exited: once(child, 'exit') };
}

function tryToStart(variables: Record<string, string> = {}, args: string[] = []) {
  return runProgram(main, args, { ...environment(), ...variables });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function areGone(pids: Record<string, number>) {
  for (let tries = 0; tries < 100 && Object.values(pids).some(isAlive); tries += 1) await sleep(50);
  return !Object.values(pids).some(isAlive);
}

const get = async (path: string) => (await (await fetch(`${url}${path}`)).json()) as any;
const signIn = () =>
  fetch(`${url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: 'demo@example.com', password: 'correct horse battery' }),
  });

test('it says in one sentence what keeps it from starting', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const takenPort = (taken.address() as { port: number }).port;
  expect(await tryToStart({ PORT: String(takenPort) })).toEqual({
    status: 1,
    stdout: '',
    stderr: `Port ${takenPort} is taken: set PORT to another one, or leave it unset for the next free one.\n`,
  });
  taken.close();

  expect(await tryToStart({}, ['--frseh'])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^"--frseh" is .+\n$/),
  });
  expect(await tryToStart({ PORT: 'x' })).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^PORT is "x": .+\n$/),
  });
});

test(
  'it starts, says where, ends in order, and is the same after a restart until --fresh',
  { timeout: 120_000 },
  async () => {
    const first = await start();
    expect(first.ready).toEqual({
      url,
      mailUrl: `${url}/__local/mail`,
      pid: first.child.pid,
      pids: { main: first.child.pid, dynamodb: expect.any(Number) },
      variables: expect.objectContaining({ SITE_URL: url }),
    });
    for (const text of [url, first.ready.mailUrl, 'demo@example.com / correct horse battery']) {
      await expect.poll(first.output).toContain(text);
    }
    expect((await fetch(url)).status).toBe(200);
    expect((await signIn()).status).toBe(200);
    const mails = (await get('/__local/mail?to=demo@example.com')).messages.length;
    expect(mails).toBeGreaterThan(0);
    expect(await tryToStart({ PORT: String(await freePort()) })).toMatchObject({
      status: 1,
      stderr: `Another Latchkey (process ${first.child.pid}) runs on ${stateDir}: stop it, or set LATCHKEY_STATE_DIR to another folder.\n`,
    });
    await fetch(`${url}/__local/clock`, { method: 'POST', body: '{"advance": "2h"}' });

    first.child.kill('SIGINT');
    expect(await first.exited).toEqual([0, null]);
    expect(await areGone(first.ready.pids)).toBe(true);
    expect(existsSync(readyFile)).toBe(false);

    const second = await start();
    const shift = Date.parse((await get('/__local/clock')).now) - Date.now();
    expect(Math.abs(shift - 2 * 3_600_000)).toBeLessThan(5000);
    expect((await get('/__local/mail?to=demo@example.com')).messages).toHaveLength(mails);
    expect((await signIn()).status).toBe(200);
    second.child.kill('SIGTERM');
    expect(await second.exited).toEqual([0, null]);

    const third = await start('node', [main, '--fresh']);
    expect(Math.abs(Date.parse((await get('/__local/clock')).now) - Date.now())).toBeLessThan(5000);
    expect((await signIn()).status).toBe(200);

    third.child.kill('SIGKILL');
    expect(await areGone(third.ready.pids)).toBe(true);
    rmSync(readyFile);
  },
);

test('it ends when whoever started it is killed', { timeout: 120_000 }, async () => {
  const bootstrap = `
    const { spawn } = require('node:child_process');
    spawn('node', [${JSON.stringify(main)}], {
      stdio: 'inherit',
      env: { ...process.env, LATCHKEY_PARENT_PID: String(process.pid) },
    });`;
  const { child, ready } = await start('node', ['-e', bootstrap]);
  expect(ready.pid).not.toBe(child.pid);
  child.kill('SIGKILL');
  expect(await areGone(ready.pids)).toBe(true);
});

test.each(['dynamodb', 'cognito', 'ses', 's3', 'secrets', 'kms'])(
  '%s can be down, hang, and be up again',
  async (part) => {
    if (!existsSync(readyFile)) await start();
    for (const mode of ['down', 'hang', 'up']) {
      const response = await fetch(`${url}/__local/faults`, {
        method: 'POST',
        body: JSON.stringify({ part, mode }),
      });
      expect([response.status, await response.json()]).toEqual([200, { part, mode }]);
      if (part === 'dynamodb') {
        const health = await fetch(`${url}/api/health`);
        expect(health.status).toBe(mode === 'up' ? 200 : 503);
      }
    }
    expect((await signIn()).status).toBe(200);
  },
);

test('it finds what is left of somebody', async () => {
  const { items, where } = await get('/__local/residue?email=demo@example.com');
  expect(items).toBeGreaterThan(3);
  for (const store of ['table: EMAIL#demo@example.com / CLAIM', 'cognito: users'])
    expect(where).toContain(store);
  // The mailbox is the person's own, outside.
  expect(where.some((place: string) => place.startsWith('mailbox: '))).toBe(false);
  expect(await get('/__local/residue?email=nobody@example.com')).toEqual({ items: 0, where: [] });
});
