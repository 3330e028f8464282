import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import * as v from 'valibot';

/**
 * Reads a small JSON file of the local state, or undefined when there is none. What isn't of the schema throws, naming
 * the file: better than starting with half of a state.
 */
export function readStateFile<S extends v.GenericSchema>(
  file: string,
  schema: S,
): v.InferOutput<S> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} can't be read. Start with --fresh to forget the local state.`, { cause });
  }
}

/** Replaces the file as a whole, so that a process killed in between leaves the old text or the new one. */
export function writeStateFile(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
