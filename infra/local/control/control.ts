import type { IncomingMessage } from 'node:http';

import type { Target } from '../gateway/api.ts';
import { problem } from '../gateway/problem.ts';
import { readBody } from '../gateway/read-body.ts';
import type { Answer } from '../gateway/result.ts';
import type { StandInAnswer, StandInRequest } from '../stand-in-server.ts';
import { InputError, refusal } from './answers.ts';

/** One call of `/__local/…`. */
export interface LocalRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Ends with a slash where it stands for everything below it. */
  readonly path: `/__local${string}`;
  readonly answer: (request: StandInRequest) => StandInAnswer | Promise<StandInAnswer>;
}

const longestBody = 1024 * 1024;

/**
 * Serves what only the local stack has, to this machine's own pages and programs: another site's page could otherwise
 * read the mailbox through a name that it points here, or shift the clock by a form.
 */
export function createControl(routes: readonly LocalRoute[]) {
  return async (request: IncomingMessage, target: Target, requestId: string): Promise<Answer> => {
    if (!isLocalHost(request.headers.host) || isForeign(request)) {
      return problem(403, 'Only pages of this machine may call it', 'cross-site', requestId);
    }
    const body = await readBody(request, longestBody);
    if (!body) return problem(413, 'The request is too large', 'too-large', requestId);

    const path = target.path === '/__local/' ? '/__local' : target.path;
    const found = routes.filter((route) => isFor(route, path));
    const route = found.find(({ method }) => method === (request.method === 'HEAD' ? 'GET' : request.method));
    if (!route) {
      if (found.length === 0) return problem(404, 'There is no such call', 'not-found', requestId);
      const allowed = found.map(({ method }) => method).join(', ');
      const answer = problem(405, `The method must be ${allowed}`, 'method-not-allowed', requestId);
      return { ...answer, headers: { ...answer.headers, allow: allowed } };
    }
    const { headers, method = '' } = request;
    const query = new URLSearchParams(target.query);
    return toAnswer(await answerOf(route, { method, path, query, headers, body }));
  };
}

const isFor = ({ path }: LocalRoute, given: string): boolean =>
  path.endsWith('/') ? given.startsWith(path) && given.length > path.length : given === path;

const isLocalHost = (host = ''): boolean => /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host);

const isForeign = ({ headers, method }: IncomingMessage): boolean => {
  const site = headers['sec-fetch-site'];
  // A link in a mail program or on another page may lead here.
  if (headers['sec-fetch-mode'] === 'navigate' && method === 'GET') return false;
  return site !== undefined && site !== 'same-origin' && site !== 'none';
};

async function answerOf(route: LocalRoute, request: StandInRequest): Promise<StandInAnswer> {
  try {
    return await route.answer(request);
  } catch (error) {
    if (error instanceof InputError) return refusal(error);
    throw error;
  }
}

function toAnswer({ status, headers = {}, body = '' }: StandInAnswer): Answer {
  return {
    status,
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers },
    cookies: [],
    body: Buffer.from(body),
  };
}
