import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import { keepAliveTimeout } from './keep-alive.ts';

/** `down` drops every connection, `hang` takes requests and never answers them. */
export type FaultMode = 'up' | 'down' | 'hang';

export interface StandInRequest {
  readonly method: string;
  /** As it was sent: with its escapes, and with `..`, which a URL would resolve. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface StandInAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export interface StandInServer {
  readonly endpoint: string;
  fault(mode: FaultMode): void;
  close(): Promise<void>;
}

export interface StandInOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Longer bodies are cut off with their connection. In bytes. */
  readonly longestBody: number;
  /** Gives the answer to a request. An error it throws is a fault of the stand-in: 500, which SDKs retry. */
  readonly answer: (request: StandInRequest) => Promise<StandInAnswer>;
}

/** Serves a stand-in of an AWS service over HTTP on loopback, and can make it fail as a network does. */
export async function startStandInServer({
  port,
  longestBody,
  answer,
}: StandInOptions): Promise<StandInServer> {
  let mode: FaultMode = 'up';

  const server = createServer({ keepAliveTimeout }, (request, response) => {
    const serve = async () => {
      const body = await readBody(request, longestBody);
      if (mode !== 'up') return;
      const { method = '', url = '/', headers } = request;
      const [path = '/', ...query] = url.split('?');
      const result = await answer({
        method,
        path,
        query: new URLSearchParams(query.join('?')),
        headers,
        body,
      });
      response.writeHead(result.status, result.headers);
      response.end(result.body);
    };
    serve().catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      console.error('A local stand-in failed:', error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('connection', (socket) => {
    if (mode === 'down') socket.destroy();
  });
  server.listen(port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A local stand-in has no port.');

  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    fault: (wanted) => {
      // Requests that hang are answered by no later mode, so they end with the mode that held them.
      if (wanted === 'down' || mode === 'hang') server.closeAllConnections();
      mode = wanted;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readBody(request: IncomingMessage, longest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const body: AsyncIterable<Buffer> = request;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longest) {
      request.destroy();
      throw new Error(`A request was longer than ${longest} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
