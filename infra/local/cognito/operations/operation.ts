import * as v from 'valibot';

import { CognitoError } from '../errors.ts';
import type { Pool } from '../pool.ts';

export interface Operation {
  /** Whether the call must be signed with IAM credentials; the others carry a token or the client's secret hash. */
  readonly signed: boolean;
  run(pool: Pool, body: unknown): Promise<object>;
}

/** An administrator's operation, signed with IAM credentials. */
export const adminOperation = operation(true);

/** An operation of the app client or of a user. */
export const publicOperation = operation(false);

function operation(signed: boolean) {
  return <const S extends v.GenericSchema>(
    schema: S,
    act: (pool: Pool, input: v.InferOutput<S>) => object | Promise<object>,
  ): Operation => ({
    signed,
    run: async (pool, body) => {
      const input = parse(schema, body);
      requireOwnIds(pool, body);
      return act(pool, input);
    },
  });
}

/** Parses a request; InvalidParameterException names the first field that is wrong, and never repeats its value. */
function parse<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const missing = issue.received === 'undefined';
  const constraint = missing ? 'Member must not be null' : `Member must be ${issue.expected ?? 'valid'}`;
  throw new CognitoError(
    'InvalidParameterException',
    `1 validation error detected: Value at '${v.getDotPath(issue) ?? 'body'}' failed to satisfy constraint: ` +
      (issue.expected === 'never' ? 'Member is not supported' : constraint),
  );
}

const idsSchema = v.object({ UserPoolId: v.optional(v.string()), ClientId: v.optional(v.string()) });

function requireOwnIds(pool: Pool, body: unknown): void {
  const { UserPoolId, ClientId } = v.parse(idsSchema, body);
  if (UserPoolId !== undefined && UserPoolId !== pool.state.userPoolId) {
    throw new CognitoError('ResourceNotFoundException', `User pool ${UserPoolId} does not exist.`);
  }
  if (ClientId !== undefined && ClientId !== pool.state.clientId) {
    throw new CognitoError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
  }
}
