import * as v from 'valibot';
import type { GenericSchema, InferInput } from 'valibot';
import type { OperationContract, OutputOf } from '#functions/shared/contract.ts';
import { localProblem, type Problem } from './problem.ts';

type InputOf<S> = S extends GenericSchema ? InferInput<S> : never;

type With<Key extends string, S> = S extends GenericSchema
  ? Readonly<Record<Key, InputOf<S>>>
  : Readonly<Partial<Record<Key, never>>>;

/** What a call takes: the body and parameters that its contract declares, and the headers it accepts. */
export type RequestOptions<C extends OperationContract> = With<'body', C['body']> &
  With<'params', C['params']> &
  With<'query', C['query']> &
  (C extends { binaryBody: object } ? { readonly binary: Blob } : { readonly binary?: never }) &
  (C extends { conditional: true } ? { readonly ifMatch?: string | null } : { readonly ifMatch?: never }) & {
    readonly idempotencyKey?: string;
    readonly signal?: AbortSignal;
  };

/** How a call ended. Expected failures are values; it never throws. */
export type Outcome<C extends OperationContract> =
  | { readonly ok: true; readonly data: OutputOf<C>; readonly etag: string | null }
  | { readonly ok: false; readonly problem: Problem<OutputOf<C>> };

/** The same, for code that serves every contract. */
interface AnyOptions {
  readonly body?: unknown;
  readonly params?: unknown;
  readonly query?: unknown;
  readonly binary?: Blob;
  readonly ifMatch?: string | null;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** What the outside world is to a request; the browser's own, or a test's. */
export interface Transport {
  readonly fetch: typeof fetch;
  readonly online: () => boolean;
  readonly timeoutMilliseconds: number;
}

/** Sends one request as its contract says and reads the answer by the same contract. */
export function request<const C extends OperationContract>(
  transport: Transport,
  contract: C,
  options: RequestOptions<C>,
): Promise<Outcome<C>>;
export async function request(
  transport: Transport,
  contract: OperationContract,
  options: AnyOptions,
): Promise<Outcome<OperationContract>> {
  const response = await send(transport, contract, options);
  if (!(response instanceof Response)) return { ok: false, problem: response };

  const body = await readJson(response);
  if (!response.ok) {
    const problem = await readRefusal(response, body);
    return { ok: false, problem: { ...problem, current: readCurrent(contract, problem.current) } };
  }
  const etag = response.headers.get('etag');
  if (contract.output === undefined) return { ok: true, data: undefined, etag };
  const parsed = v.safeParse(contract.output, body);
  if (!parsed.success) return { ok: false, problem: localProblem('unreadable', response.status) };
  return { ok: true, data: parsed.output, etag };
}

async function send(
  { fetch, online, timeoutMilliseconds }: Transport,
  contract: OperationContract,
  options: AnyOptions,
): Promise<Response | Problem<never>> {
  if (!online()) return localProblem('offline');
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  try {
    return await fetch(address(contract, options), {
      method: contract.method,
      headers: headersOf(contract, options),
      body: options.binary ?? (options.body === undefined ? null : JSON.stringify(options.body)),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
  } catch {
    if (timeout.aborted) return localProblem('timed-out');
    return localProblem(online() ? 'unreachable' : 'offline');
  }
}

function headersOf(contract: OperationContract, options: AnyOptions): Headers {
  const headers = new Headers({ accept: 'application/json' });
  if (options.binary) headers.set('content-type', options.binary.type);
  else if (options.body !== undefined) headers.set('content-type', 'application/json');
  if (options.ifMatch) headers.set('if-match', options.ifMatch);
  if (contract.idempotent) headers.set('idempotency-key', options.idempotencyKey ?? crypto.randomUUID());
  return headers;
}

/** Fills `{id}` in the contract's path and appends the query. */
function address(contract: OperationContract, { params, query }: AnyOptions): string {
  const values = new Map(Object.entries(params ?? {}));
  const path = contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]),
  );
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

/** What refusals take to be read is loaded with the first one: most visits have none. */
async function readRefusal(response: Response, body: unknown): Promise<Problem> {
  try {
    const { readProblem } = await import('./read-problem.ts');
    return readProblem(response.status, response.headers, body);
  } catch {
    return localProblem('unreachable', response.status);
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return response.status === 204 ? undefined : await response.json();
  } catch {
    return undefined;
  }
}

function readCurrent(contract: OperationContract, current: unknown): unknown {
  if (current === null || contract.output === undefined) return null;
  const parsed = v.safeParse(contract.output, current);
  return parsed.success ? parsed.output : null;
}
