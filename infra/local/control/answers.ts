import * as v from 'valibot';

import type { StandInAnswer, StandInRequest } from '../stand-in-server.ts';

/** A field of a call that is missing or wrong, with what it should be. */
export class InputError extends Error {
  readonly path: string;

  constructor(path: string, expected: string) {
    super(expected);
    this.path = path;
  }
}

export function json(status: number, body: unknown): StandInAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** The 400 that names the field. */
export function refusal({ path, message }: InputError): StandInAnswer {
  return {
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({
      type: 'urn:latchkey:problem:invalid-input',
      title: 'Invalid input',
      status: 400,
      reason: 'invalid-input',
      detail: message,
      errors: [{ path, reason: 'invalid-value' }],
    }),
  };
}

/** Reads the JSON body of a call; throws an `InputError` that names the first wrong field. */
export function readInput<S extends v.GenericSchema>(schema: S, request: StandInRequest): v.InferOutput<S> {
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString());
  } catch {
    throw new InputError('', 'The body must be JSON.');
  }
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new InputError(v.getDotPath(issue) ?? '', issue.message);
}
