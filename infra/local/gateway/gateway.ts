import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { apiResponseHeaders } from '#infra/edge-headers.ts';

import type { Target } from './api.ts';
import type { Answer } from './result.ts';
import type { Site } from './site.ts';

type AnswerRequest = (request: IncomingMessage, target: Target, requestId: string) => Promise<Answer>;

export interface GatewayOptions {
  readonly api: AnswerRequest;
  readonly site: Site;
  /** Serves the photos at `/avatars/…`. */
  readonly avatars: (path: string) => Promise<Answer>;
  /** Serves `/__local/…`: what only the local stack has. */
  readonly local: AnswerRequest;
}

/** Plays CloudFront: one origin for the site, the API and the photos, by path. */
export function createGateway({ api, site, avatars, local }: GatewayOptions): RequestListener {
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const requestId = randomUUID();
    const [path = '', ...rest] = (request.url ?? '').split('?');
    const target = { path, query: rest.join('?') };

    if (path.startsWith('/api/')) {
      const answer = await api(request, target, requestId);
      send(request, response, { ...answer, headers: { ...answer.headers, ...apiResponseHeaders } });
    } else if (path === '/__local' || path.startsWith('/__local/')) {
      send(request, response, await local(request, target, requestId));
    } else if (path.startsWith('/avatars/') && isRead(request)) {
      send(request, response, await avatars(path));
    } else {
      await site(path, request, response);
    }
  };

  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      console.error(`The local gateway failed (${request.method ?? ''} ${request.url ?? ''}):`, error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
}

const isRead = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD';

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.cookies.length > 0) response.setHeader('set-cookie', [...answer.cookies]);
  // The rest of a request that was refused in its midst isn't worth keeping the connection for.
  if (!request.complete) response.setHeader('connection', 'close');
  const bodiless = answer.status === 204 || answer.status === 304;
  if (!bodiless) response.setHeader('content-length', answer.body.length);
  response.writeHead(answer.status);
  response.end(bodiless || request.method === 'HEAD' ? undefined : answer.body);
}
