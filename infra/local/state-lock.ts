import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { tryLock } from './process-lock.ts';
import { StartError } from './start-error.ts';

/** Claims a state directory for this process, or throws when another stack has it. */
export function lockState(stateDir: string): { release(): void } {
  const pidFile = join(stateDir, 'lock.pid');
  const lock = tryLock(join(stateDir, 'lock.sqlite'));
  if (!lock) {
    throw new StartError(
      `Another Latchkey (process ${holder(pidFile)}) runs on ${stateDir}: stop it, or set LATCHKEY_STATE_DIR to another folder.`,
    );
  }
  // Only to tell who it is: what counts is the lock.
  writeFileSync(pidFile, String(process.pid));
  return lock;
}

function holder(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8');
  } catch {
    return 'unknown';
  }
}
