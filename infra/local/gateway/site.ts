import type { IncomingMessage, ServerResponse } from 'node:http';

import { bestEncoding, openSite } from './site-file.ts';

/** Serves a path of the site to a viewer. */
export type Site = (path: string, request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Files whose name carries their hash never change; everything else is asked for again, and mostly answered by 304. */
const cacheControl = (path: string): string =>
  path.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache';

/** The rule of the edge: which file a path stands for. */
function fileOf(path: string): string {
  if (path === '/') return '/index.html';
  return path.slice(path.lastIndexOf('/')).includes('.') ? path : `${path}.html`;
}

/**
 * Serves the built site as the edge does: the URL rule, the deployed security headers, compression, validators and
 * cache lifetimes; 404.html for what isn't there.
 */
export function createSite(folder: string, securityHeaders: Readonly<Record<string, string>>): Site {
  const read = openSite(folder);

  return async (path, request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const accepted = bestEncoding(request.headers['accept-encoding']);
    const decoded = decodePath(path);
    const found = decoded === undefined ? undefined : await read(fileOf(decoded), accepted);
    const file = found ?? (await read('/404.html', accepted));

    response.setHeader('cache-control', found ? cacheControl(path) : 'no-cache');
    response.setHeader('vary', 'Accept-Encoding');
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found');
      return;
    }
    if (found) response.setHeader('etag', file.etag);
    if (found && isCurrent(request.headers['if-none-match'], file.etag)) {
      response.writeHead(304).end();
      return;
    }
    if (file.encoding !== 'identity') response.setHeader('content-encoding', file.encoding);
    response.writeHead(found ? 200 : 404, {
      'content-type': file.contentType,
      'content-length': file.body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : file.body);
  };
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The weak comparison of RFC 9110 §13.1.2. */
function isCurrent(ifNoneMatch: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag));
}
