import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { UsageError } from './arguments.ts';

/** What the tool has to know of the system that it works on. */
export interface Where {
  readonly tableName: string;
  readonly userPoolId: string;
  /** How far the local stack's clock is ahead; 0 for a stage. In milliseconds. */
  readonly clockOffset: number;
}

const nameSchema = v.pipe(v.string(), v.nonEmpty());
const placeSchema = v.object({ TABLE_NAME: nameSchema, USER_POOL_ID: nameSchema });
const readySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ url: v.string(), variables: v.pipe(v.record(v.string(), v.string())) }),
);
const clockSchema = v.object({ now: v.pipe(v.string(), v.isoTimestamp()) });

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Finds the system to work on. A stage is named by its variables, as its functions have them, besides the AWS login;
 * without one it is the local stack that runs, whose own variables are set in this process.
 */
export async function findWhere(stage: string | null, variables: Variables): Promise<Where> {
  if (stage !== null) return findStage(stage, variables);
  const stateDir = variables['LATCHKEY_STATE_DIR'] ?? '';
  const file = join(stateDir === '' ? '.local' : stateDir, 'ready.json');
  const ready = v.safeParse(readySchema, readIfThere(file));
  if (!ready.success) {
    throw new UsageError(`No local stack runs here (${file}): start it with npm start, or say --stage NAME.`);
  }
  const { url, variables: own } = ready.output;
  Object.assign(process.env, own);
  const response = await fetch(`${url}/__local/clock`).catch(() => null);
  if (response === null) throw new UsageError(`The local stack does not answer at ${url}.`);
  const { now } = v.parse(clockSchema, await response.json());
  return { ...place(own), clockOffset: Date.parse(now) - Date.now() };
}

function findStage(stage: string, variables: Variables): Where {
  const missing = ['TABLE_NAME', 'USER_POOL_ID', 'AWS_REGION'].filter((name) => !variables[name]);
  if (missing.length > 0) {
    throw new UsageError(
      `For the stage "${stage}" set ${missing.join(', ')}: the outputs of its stacks say them (docs/support.md).`,
    );
  }
  const found = place(variables);
  return { ...found, clockOffset: 0 };
}

function place(variables: Variables): Omit<Where, 'clockOffset'> {
  const { TABLE_NAME: tableName, USER_POOL_ID: userPoolId } = v.parse(placeSchema, variables);
  return { tableName, userPoolId };
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
