import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';

const lock = (version: string): string =>
  JSON.stringify({ packages: { '': {}, 'node_modules/a': { version } } });

/** A repository of its own with one package, a `main.ts` and an `npm` that says how it was called. */
function setup(settings: { installed: string | null; npm?: string; main?: string }) {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-bootstrap-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  cpSync(fileURLToPath(new URL('bootstrap.js', import.meta.url)), join(root, 'infra/local/bootstrap.js'), {
    recursive: true,
  });
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', lock('2.0.0'));
  if (settings.installed !== null) write('node_modules/.package-lock.json', lock(settings.installed));
  write('infra/local/main.ts', settings.main ?? 'console.log("main", ...process.argv.slice(2));');
  write('tools/npm', `#!/bin/sh\necho npm "$@"\n${settings.npm ?? 'mkdir -p node_modules'}\n`);
  chmodSync(join(root, 'tools/npm'), 0o755);

  const start = (...args: string[]) =>
    spawn(process.execPath, [join(root, 'infra/local/bootstrap.js'), ...args], {
      env: { PATH: [join(root, 'tools'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const run = async (...args: string[]) => {
    const child = start(...args);
    const code = new Promise<number | null>((done) => child.once('exit', done));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, stdout, stderr };
  };
  return { root, start, run };
}

describe('installing', () => {
  it('installs when there is no node_modules, then runs the command', async () => {
    const { run } = setup({ installed: null });
    const { code, stdout } = await run('start', '--fresh');
    expect(stdout).toMatch(/npm ci .*--include=dev[^]*main --fresh/);
    expect(code).toBe(0);
  });

  it('installs when the lock file has changed since', async () => {
    const { run } = setup({ installed: '1.0.0' });
    expect((await run('start')).stdout).toMatch(/npm ci/);
  });

  it('installs once', async () => {
    const { run } = setup({ installed: null });
    await run('start');
    expect((await run('start')).stdout).toBe('main\n');
  });

  it('does not install what npm itself has installed', async () => {
    const { root, run } = setup({ installed: '2.0.0' });
    expect((await run('start')).stdout).toBe('main\n');
    expect(existsSync(join(root, 'node_modules/.latchkey-lock'))).toBe(true);
  });

  it('says in one sentence what to do when the installation fails, and runs nothing', async () => {
    const { root, run } = setup({ installed: null, npm: 'exit 3' });
    const { code, stdout, stderr } = await run('start');
    expect(stderr.trim()).toMatch(/^`npm ci` ended with code 3, .* run this again\.$/);
    expect(stdout).not.toContain('main');
    expect(code).toBe(1);
    expect(existsSync(join(root, 'node_modules/.latchkey-lock'))).toBe(false);
  });
});

describe('running', () => {
  it('refuses an unknown name and lists the known ones', async () => {
    const { code, stderr } = await setup({ installed: '2.0.0' }).run('strat');
    expect(stderr).toMatch(/"strat" is not a command: use one of start, test, test:deploy, check/);
    expect(code).toBe(1);
  });

  it("ends with the command's exit code", async () => {
    const { run } = setup({ installed: '2.0.0', main: 'process.exit(7);' });
    expect((await run('start')).code).toBe(7);
  });

  it('puts the binaries of node_modules first', async () => {
    const { root, run } = setup({ installed: '2.0.0', main: 'console.log(process.env["PATH"]);' });
    expect((await run('start')).stdout.startsWith(join(root, 'node_modules/.bin') + delimiter)).toBe(true);
  });

  it('passes a signal on once and waits for the end', async () => {
    const main = `
      process.on('SIGTERM', () => { console.log('told'); setTimeout(() => process.exit(5), 300); });
      setInterval(() => {}, 1000);
      console.log('ready');`;
    const child = setup({ installed: '2.0.0', main }).start('start');
    let output = '';
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      output += String(chunk);
      if (output === 'ready\n') child.kill('SIGTERM');
      if (output === 'ready\ntold\n') child.kill('SIGTERM');
    }
    const code = child.exitCode ?? (await new Promise((done) => child.once('exit', done)));
    expect({ output, code }).toEqual({ output: 'ready\ntold\n', code: 5 });
  });
});
