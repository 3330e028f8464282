import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

import { apiRequestHeaders, originHeader } from '#infra/edge-headers.ts';

/** Who is at the other end, as CloudFront sees it. */
export interface Viewer {
  readonly ip: string;
  readonly port: number;
}

/** Lets people and tests be somewhere else; only this gateway knows it. */
const addressHeader = 'x-local-viewer-address';

/** The viewer, or undefined when the header that sets the address holds none. */
export function viewerOf(request: IncomingMessage): Viewer | undefined {
  const port = request.socket.remotePort ?? 0;
  const chosen = request.headers[addressHeader];
  if (chosen === undefined) return { ip: request.socket.remoteAddress ?? '', port };
  return typeof chosen === 'string' && isIP(chosen) !== 0 ? { ip: chosen, port } : undefined;
}

/**
 * The headers that a function receives: of the viewer's own only those that the edge passes on, so that nothing works
 * here that wouldn't when deployed, then the edge's. Names are in lower case.
 */
export function forwardedHeaders(
  headers: IncomingHttpHeaders,
  viewer: Viewer,
  edge: { readonly host: string; readonly originSecret: string },
): Record<string, string> {
  const forwarded: Record<string, string> = {};
  for (const name of [...apiRequestHeaders, 'Content-Length']) {
    const value = headers[name.toLowerCase()];
    if (value !== undefined) forwarded[name.toLowerCase()] = Array.isArray(value) ? value.join(',') : value;
  }
  return {
    ...forwarded,
    host: edge.host,
    'x-forwarded-for': viewer.ip,
    'cloudfront-viewer-address': `${viewer.ip}:${viewer.port}`,
    [originHeader]: edge.originSecret,
  };
}

/** The cookies of the request, one by one, as payload 2.0 has them. */
export function cookiesOf(headers: IncomingHttpHeaders): string[] {
  return (headers.cookie ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
}
