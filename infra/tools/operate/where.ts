import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as v from 'valibot';

/** A command that was called wrongly; the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Variables = Readonly<Record<string, string | undefined>>;

const readySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ url: v.string(), variables: v.record(v.string(), v.string()) }),
);

/** The stack that runs on this machine: its address, with its variables set in this process. */
export function findLocalStack(variables: Variables): { url: string } {
  const stateDir = variables['LATCHKEY_STATE_DIR'] ?? '';
  const file = join(stateDir === '' ? '.local' : stateDir, 'ready.json');
  const ready = v.safeParse(readySchema, readIfThere(file));
  if (!ready.success)
    throw new UsageError(`No local stack runs here (${file}): start it with npm start, or say --stage NAME.`);
  Object.assign(process.env, ready.output.variables);
  return { url: ready.output.url };
}

/** A variable that a stage can't be found without. */
export function demanded(variables: Variables, stage: string, name: string): string {
  const value = variables[name] ?? '';
  if (value === '')
    throw new UsageError(`For the stage "${stage}" set ${name}: the outputs of its stacks say it.`);
  return value;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Runs a command: 0 when it was done, 2 with a sentence when it was called wrongly. */
export async function runTool(command: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await command()}\n`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
