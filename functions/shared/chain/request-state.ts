import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { MiddlewareObj } from '@middy/core';
import type { BodyOf, OperationContract, OutputOf, ParamsOf, QueryOf } from '../contract.ts';
import type { Outcome } from '../outcome.ts';
import type { Authenticated } from '../session/authenticate.ts';
import type { Viewer } from '../viewer.ts';

export type ApiEvent = APIGatewayProxyEventV2;
export type ApiResponse = APIGatewayProxyStructuredResultV2;
export type ChainMiddleware = MiddlewareObj<ApiEvent, ApiResponse>;

/** What a successful operation answers with, besides its document. */
export interface Reply<T> {
  readonly body?: T;
  /** Instead of a body: the contract's `textOutput`, which browsers save under this name. */
  readonly file?: { readonly text: string; readonly name: string };
  readonly etag?: string;
  /** Where an answer of status 303 leads. */
  readonly location?: string;
  readonly cookies?: readonly string[];
}

/** What an operation of a contract is called with, once the chain has let the request through. */
export interface Call<C extends OperationContract> {
  readonly body: BodyOf<C>;
  readonly params: ParamsOf<C>;
  readonly query: QueryOf<C>;
  /** The bytes of a binary body. */
  readonly bytes: Uint8Array;
  readonly ifMatch: string | null;
  readonly viewer: Viewer;
  /** The session; throws on a public operation, where there is none to rely on. */
  readonly auth: Authenticated;
  readonly event: ApiEvent;
}

export type Handle<C extends OperationContract> = (call: Call<C>) => Promise<Outcome<Reply<OutputOf<C>>>>;

/** An operation bound to its use-case, its types erased so that a function can hold a list of them. */
export interface BoundOperation {
  readonly contract: OperationContract;
  readonly run: (state: RequestState, event: ApiEvent) => Promise<Outcome<Reply<unknown>>>;
}

/** What the chain has learned about a request so far. */
export interface RequestState {
  readonly operation: BoundOperation;
  viewer: Viewer;
  auth: Authenticated | null;
  input: { body: unknown; params: unknown; query: unknown };
  bytes: Uint8Array;
  ifMatch: string | null;
  /** The idempotency key under which the answer will be kept. */
  idempotency: { finish(response: ApiResponse): Promise<void>; abandon(): Promise<void> } | null;
}

const states = new WeakMap<ApiEvent, RequestState>();

/** Begins the state of a request; the first step of the chain. */
export function beginRequest(event: ApiEvent, operation: BoundOperation, viewer: Viewer): RequestState {
  const state: RequestState = {
    operation,
    viewer,
    auth: null,
    input: { body: undefined, params: undefined, query: undefined },
    bytes: new Uint8Array(),
    ifMatch: null,
    idempotency: null,
  };
  states.set(event, state);
  return state;
}

/** The state of a request, or undefined when it was refused before its first step. */
export function findState(event: ApiEvent): RequestState | undefined {
  return states.get(event);
}

/** The state of a request under way. */
export function stateOf(event: ApiEvent): RequestState {
  const state = findState(event);
  if (state === undefined) throw new Error('The request chain was entered past its first step');
  return state;
}

// The parsing step has run the contract's own schemas over the input, so it has the contract's types. The
// overload states that once, here, instead of a cast at each use.
function typed<C extends OperationContract>(
  input: unknown,
  contract: C,
): { body: BodyOf<C>; params: ParamsOf<C>; query: QueryOf<C> };
function typed(input: unknown): unknown {
  return input;
}

/** Binds an operation of a contract to its use-case. */
export function bind<const C extends OperationContract>(contract: C, handle: Handle<C>): BoundOperation {
  return {
    contract,
    run: (state, event) =>
      handle({
        ...typed(state.input, contract),
        bytes: state.bytes,
        ifMatch: state.ifMatch,
        viewer: state.viewer,
        event,
        get auth(): Authenticated {
          if (state.auth === null) throw new Error(`${contract.id} is public and has no session`);
          return state.auth;
        },
      }),
  };
}
