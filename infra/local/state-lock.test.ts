import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { lockState } from './state-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const holding = `
  const { lockState } = await import(${JSON.stringify(new URL('state-lock.ts', import.meta.url).href)});
  globalThis.lock = lockState(process.argv[1]);
  console.log('locked');
  setInterval(() => undefined, 1000);
`;

it('lets one process have a folder, and names it to the next', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', holding, folder]);
  await once(child.stdout, 'data');
  expect(() => lockState(folder)).toThrow(
    `Another Latchkey (process ${child.pid}) runs on ${folder}: stop it, or set LATCHKEY_STATE_DIR to another folder.`,
  );
  child.kill('SIGKILL');
  await once(child, 'exit');

  const lock = lockState(folder);
  const other = spawnSync(process.execPath, ['--input-type=module', '-e', holding, folder]);
  expect(other.status).not.toBe(0);
  expect(other.stderr.toString()).toContain(`process ${process.pid}`);
  lock.release();
  lockState(folder).release();
});
