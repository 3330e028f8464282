import type { IncomingMessage } from 'node:http';

import type { ApiFunction, OperationContract } from '#functions/shared/contract.ts';

import { toEvent } from './event.ts';
import { invoke } from './invoke.ts';
import type { ApiHandler } from './invoke.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import type { Answer } from './result.ts';
import { createRouter } from './routes.ts';
import { viewerOf } from './viewer.ts';

export interface ApiOptions {
  readonly contracts: readonly OperationContract[];
  readonly handlers: ReadonlyMap<ApiFunction, ApiHandler>;
  /** What the edge sends so that handlers know it by. */
  readonly originSecret: string;
  /** How long a function may take; API Gateway's 30 seconds by default. */
  readonly seconds?: number;
}

/** The path and the query of a request, apart. */
export interface Target {
  readonly path: string;
  readonly query: string;
}

/** Lambda takes events of 6 MB at most; a body in base64 is a third longer. */
const longestEvent = 6 * 1024 * 1024;

/** Plays API Gateway and its edge: finds the operation's function and calls it with a payload 2.0 event. */
export function createApi({ contracts, handlers, originSecret, seconds = 30 }: ApiOptions) {
  const route = createRouter(contracts);

  return async (request: IncomingMessage, target: Target, requestId: string): Promise<Answer> => {
    const viewer = viewerOf(request);
    if (!viewer)
      return problem(400, 'X-Local-Viewer-Address is not an IP address', 'invalid-input', requestId);

    const tooLarge = () => problem(413, 'The request is too large', 'too-large', requestId);
    const body = await readBody(request, longestEvent);
    if (!body) return tooLarge();

    const method = request.method ?? '';
    const match = route(method, target.path);
    const handler = match && handlers.get(match.function);
    if (!match || !handler) return problem(404, 'There is no such operation', 'not-found', requestId);

    const { headers } = request;
    const event = toEvent(
      { ...target, method, headers, body, viewer, requestId, at: Date.now() },
      match,
      originSecret,
    );
    if (Buffer.byteLength(JSON.stringify(event)) > longestEvent) return tooLarge();
    return invoke(match.function, handler, event, seconds);
  };
}
