import { resolve } from 'node:path';

import { readPort } from './listen.ts';
import type { Variables } from './names.ts';
import { StartError } from './start-error.ts';

export interface Settings {
  /** Undefined: the next free one from 3000. */
  readonly port: number | undefined;
  readonly stateDir: string;
  /** Forget the state before the start. */
  readonly fresh: boolean;
}

/** Reads the arguments and variables of a start; throws a `StartError` for what isn't one. */
export function readSettings(args: readonly string[], variables: Variables): Settings {
  const unknown = args.find((arg) => arg !== '--fresh');
  if (unknown !== undefined) {
    throw new StartError(
      `"${unknown}" is not an option: --fresh is the only one, and forgets the local state.`,
    );
  }
  const stateDir = variables['LATCHKEY_STATE_DIR'];
  return {
    port: readPort(variables['PORT']),
    stateDir: resolve(stateDir === undefined || stateDir === '' ? '.local' : stateDir),
    fresh: args.includes('--fresh'),
  };
}
