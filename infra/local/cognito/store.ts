import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import * as v from 'valibot';

import { stateSchema, type State } from './state.ts';

export interface Store {
  readonly state: State;
  /** Resolves when the file holds everything that `state` held at the call. */
  flush(): Promise<void>;
}

/**
 * Opens the state in a JSON file, or makes it with `create` when there is no file. The file is replaced as a whole by
 * a rename, so a process killed at any moment leaves the old state or the new one, never half of one. It isn't
 * synced to the disk: that would guard against a power cut, which isn't worth 10 ms a request on a developer's machine.
 */
export async function openStore(file: string, create: () => Promise<State>): Promise<Store> {
  await mkdir(dirname(file), { recursive: true });
  let saved = await readIfThere(file);
  const state = saved === undefined ? await create() : parseState(file, saved);

  const write = async () => {
    const text = JSON.stringify(state);
    if (text === saved) return;
    const temporary = `${file}.new`;
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, file);
    saved = text;
  };

  // One write after the other. Requests that wait for the same turn find nothing left to do at theirs.
  let turn = Promise.resolve();
  const flush = () => (turn = turn.catch(() => undefined).then(write));

  await flush();
  return { state, flush };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseState(file: string, text: string): State {
  try {
    return v.parse(stateSchema, JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is not a state of the local Cognito. Delete it to start with an empty pool.`, {
      cause,
    });
  }
}
