import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { UsageError } from './usage-error.ts';

/** The system that a tool works on. */
export interface Where<Name extends string> {
  /** The values of the variables that the tool needs. */
  readonly variables: Readonly<Record<Name, string>>;
  /** How far the local stack's clock is ahead; 0 for a stage. In milliseconds. */
  readonly clockOffset: number;
}

const readySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ url: v.string(), variables: v.record(v.string(), v.string()) }),
);
const clockSchema = v.object({ now: v.pipe(v.string(), v.isoTimestamp()) });

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Finds the system to work on. A stage is named by its variables, as its functions have them, besides the AWS login;
 * without one it is the local stack that runs, whose own variables are set in this process. Takes the names of the
 * variables that the tool needs; throws a `UsageError` that says what is missing.
 */
export async function findWhere<const Name extends string>(
  stage: string | null,
  variables: Variables,
  needed: readonly Name[],
): Promise<Where<Name>> {
  if (stage !== null) return findStage(stage, variables, needed);
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
  return { variables: pick(own, needed), clockOffset: Date.parse(now) - Date.now() };
}

function findStage<Name extends string>(
  stage: string,
  variables: Variables,
  needed: readonly Name[],
): Where<Name> {
  const missing = [...needed, 'AWS_REGION'].filter((name) => !variables[name]);
  if (missing.length > 0) {
    throw new UsageError(
      `For the stage "${stage}" set ${missing.join(', ')}: the outputs of its stacks say them (docs/support.md).`,
    );
  }
  return { variables: pick(variables, needed), clockOffset: 0 };
}

function pick<Name extends string>(variables: Variables, names: readonly Name[]): Record<Name, string> {
  const schema = v.record(v.picklist(names), v.pipe(v.string(), v.nonEmpty()));
  return v.parse(schema, Object.fromEntries(names.map((name) => [name, variables[name]])));
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
