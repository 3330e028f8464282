import type { GenericSchema, InferOutput } from 'valibot';
import type { Reason } from './reasons.ts';

/** Who may call an operation. There is no operation without one. */
export type Access = 'public' | 'session' | 'admin' | 'owner';

/** The Lambda functions behind the API, grouped by privilege (DESIGN section 2). */
export type ApiFunction = 'identity' | 'account' | 'media' | 'danger' | 'integrations' | 'channels';

/** A cap on calls from one client address, kept in the table so that it spans function instances. */
export interface AddressLimit {
  readonly calls: number;
  readonly windowSeconds: number;
}

/** A body that is not JSON: its allowed content types and greatest size in bytes. */
export interface BinaryBody {
  readonly contentTypes: readonly [string, ...string[]];
  readonly maxBytes: number;
}

/**
 * The one description of an operation. The Lambda's routes and validation, the local gateway, the CDK routes,
 * the OpenAPI document and the site's client are all derived from it (principle 4).
 */
export interface OperationContract {
  readonly id: string;
  readonly summary: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** API Gateway notation: `/api/user/sessions/{id}`. */
  readonly path: `/api/${string}`;
  readonly function: ApiFunction;
  readonly access: Access;
  /** Needs a proof of identity that is at most ten minutes old. */
  readonly stepUp?: true;
  /** Serves accounts that wait for their deletion, too. */
  readonly duringDeletion?: true;
  /** Called by pages without anybody's doing: it keeps no session alive. */
  readonly unattended?: true;
  /**
   * Serves a session that was only not used for its idle time, too, which asks its person for the password elsewhere: for
   * what goes on without them, as messages to their browser do (decision 033).
   */
  readonly whileIdle?: true;
  /** May be called by other sites or mail programs; public, and carries its own token. */
  readonly crossSite?: true;
  readonly params?: GenericSchema;
  readonly query?: GenericSchema;
  readonly body?: GenericSchema;
  readonly binaryBody?: BinaryBody;
  /** Greatest JSON body in bytes, where that of `parse-input.ts` is too small. */
  readonly maxBodyBytes?: number;
  /** 303 leads elsewhere: the reply says where. */
  readonly status: 200 | 201 | 202 | 204 | 303;
  readonly output?: GenericSchema;
  /** The content type of another form of the document, for programs that take no JSON; its query asks for it. */
  readonly textOutput?: 'text/csv';
  /** The reasons of its own; those of the chain (see `chainReasons`) are added by whoever lists them. */
  readonly reasons: readonly Reason[];
  readonly limit?: AddressLimit;
  /** Accepts `Idempotency-Key`: the same key and body get the same answer for 24 hours. */
  readonly idempotent?: true;
  /** Accepts `If-Match` and answers 412 `changed-elsewhere` with the current document. */
  readonly conditional?: true;
}

/** Declares an operation, keeping its literal types for those who derive from it. */
export function defineOperation<const C extends OperationContract>(contract: C): C {
  return contract;
}

type Parsed<S> = S extends GenericSchema ? InferOutput<S> : undefined;

/** What a handler receives as the parsed body of an operation. */
export type BodyOf<C extends OperationContract> = Parsed<C['body']>;
/** What a handler receives as the parsed path parameters. */
export type ParamsOf<C extends OperationContract> = Parsed<C['params']>;
/** What a handler receives as the parsed query. */
export type QueryOf<C extends OperationContract> = Parsed<C['query']>;
/** The document that an operation answers with. */
export type OutputOf<C extends OperationContract> = Parsed<C['output']>;

/** API Gateway's name of an operation's route: `PUT /api/user/profile`. */
export function routeKey(contract: Pick<OperationContract, 'method' | 'path'>): string {
  return `${contract.method} ${contract.path}`;
}

/** The reasons that the request chain itself can answer with, for this operation. */
export function chainReasons(contract: OperationContract): readonly Reason[] {
  const unsafe = contract.method !== 'GET';
  return [
    'origin-refused',
    // A body of a foreign form's type is refused even where none is expected.
    ...(unsafe && contract.crossSite !== true ? (['cross-site', 'unsupported-media-type'] as const) : []),
    'too-many-attempts',
    ...(contract.access === 'public'
      ? []
      : (['unauthorized', 'account-disabled', 'membership-ended', 'ip-not-allowed'] as const)),
    ...(contract.access === 'public' || contract.duringDeletion === true
      ? []
      : (['deletion-pending'] as const)),
    ...(contract.access === 'admin' || contract.access === 'owner' ? (['forbidden'] as const) : []),
    ...(contract.stepUp === true ? (['step-up-required'] as const) : []),
    ...(contract.body !== undefined || contract.binaryBody !== undefined
      ? (['malformed-body', 'too-large'] as const)
      : []),
    ...(contract.body !== undefined || contract.params !== undefined || contract.query !== undefined
      ? (['invalid-input'] as const)
      : []),
    ...(contract.idempotent === true
      ? (['invalid-idempotency-key', 'idempotency-key-reused', 'request-in-progress'] as const)
      : []),
    ...(contract.conditional === true ? (['changed-elsewhere'] as const) : []),
    'server-error',
    'dependency-unavailable',
  ];
}
