import * as v from 'valibot';
import { refuse, type Refusal } from '../outcome.ts';
import { type FieldError, isFieldReason } from '../reasons.ts';
import { type ApiEvent, type ChainMiddleware, type RequestState, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

/** Greatest JSON body in bytes, unless the contract sets another; nearly every document is far smaller. */
export const maxJsonBytes = 256 * 1024;

function bytesOf(event: ApiEvent): Buffer {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

/** The reference API's own reasons stand at the top when they are all that is wrong (DESIGN section 3). */
function topReason(errors: readonly FieldError[]): Refusal['reason'] {
  const [first, ...others] = errors;
  if (first === undefined || others.length > 0) return 'invalid-input';
  return first.reason === 'invalid-email' || first.reason === 'invalid-phone'
    ? first.reason
    : 'invalid-input';
}

/** A page shows no more at once, and an answer of Lambda has its limit. */
const mostErrors = 1000;

/** Turns what a schema found wrong into errors that name each field once, with the schema's own reason. */
function fieldErrors(issues: readonly v.BaseIssue<unknown>[]): FieldError[] {
  const errors = new Map<string, FieldError>();
  for (const issue of issues) {
    if (errors.size === mostErrors) break;
    const path = v.getDotPath(issue) ?? '';
    const missing = issue.received === 'undefined';
    const known = isFieldReason(issue.message) ? issue.message : missing ? 'required' : 'invalid-value';
    if (!errors.has(path)) errors.set(path, { path, reason: known });
  }
  return [...errors.values()];
}

// Half a surrogate pair is no text: the stores behind refuse it or lose it (RFC 7493 §2.1).
function onlyText(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed()))
    throw new SyntaxError('Half a surrogate pair');
  return value;
}

function readJson(bytes: Buffer, maxBytes: number): { ok: true; value: unknown } | Refusal {
  if (bytes.byteLength > maxBytes) return refuse('too-large');
  try {
    // A fatal decoder: bytes that are not UTF-8 are refused, not replaced.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text, onlyText);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ok: true, value };
  } catch {
    // Falls through to the same refusal as JSON that is no object.
  }
  return refuse('malformed-body', { detail: 'The body must be a JSON object in UTF-8.' });
}

function parseBody(event: ApiEvent, state: RequestState): Refusal | null {
  const { body, binaryBody } = state.operation.contract;
  if (body === undefined && binaryBody === undefined) return null;
  const bytes = bytesOf(event);
  if (binaryBody !== undefined) {
    if (bytes.byteLength > binaryBody.maxBytes) return refuse('too-large');
    if (bytes.byteLength === 0) return refuse('malformed-body', { detail: 'The body is empty.' });
    state.bytes = bytes;
    return null;
  }
  const json = readJson(bytes, state.operation.contract.maxBodyBytes ?? maxJsonBytes);
  if (!json.ok) return json;
  return parsePart(state, 'body', json.value);
}

function parsePart(state: RequestState, part: 'body' | 'params' | 'query', value: unknown): Refusal | null {
  const schema = state.operation.contract[part];
  if (schema === undefined) return null;
  const result = v.safeParse(schema, value);
  if (result.success) {
    state.input[part] = result.output;
    return null;
  }
  const errors = fieldErrors(result.issues);
  return refuse(topReason(errors), { errors });
}

/** Parses what the contract declares; the only step that answers 400 for the form of an input. */
export function parseInput(): ChainMiddleware {
  return {
    before: ({ event }) => {
      const state = stateOf(event);
      const refusal =
        parsePart(state, 'params', event.pathParameters ?? {}) ??
        parsePart(state, 'query', event.queryStringParameters ?? {}) ??
        parseBody(event, state);
      if (refusal !== null) return problem(event, refusal);
      if (state.operation.contract.conditional === true) state.ifMatch = event.headers['if-match'] ?? null;
      return undefined;
    },
  };
}
