import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { exportJWK } from 'jose';

import { keepAliveTimeout } from '../keep-alive.ts';
import { newState, openPool, type Pool } from './pool.ts';
import { deployedSettings, type PoolSettings } from './settings.ts';
import { openStore, type Store } from './store.ts';
import { keyId } from './tokens.ts';
import { answer, refusal, send } from './wire.ts';

export interface CognitoOptions {
  /** Where users, tokens and the pool's own identifiers are kept. */
  readonly stateFile: string;
  /** Default: a free one. */
  readonly port?: number;
  /** The pool and client to stand in for. Default: made at the first start. */
  readonly identifiers?: {
    readonly userPoolId: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  /** What differs from the deployed pool. */
  readonly pool?: Partial<PoolSettings>;
  readonly now?: () => Date;
  /** scrypt's N, a power of two. Tests lower it. */
  readonly scryptCost?: number;
}

/** `down` drops every connection, `hang` takes requests and never answers them. */
export type FaultMode = 'up' | 'down' | 'hang';

export interface Cognito {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly fault: (mode: FaultMode) => void;
  readonly close: () => Promise<void>;
}

/**
 * Starts the local stand-in for one Cognito user pool with one app client, on loopback. The pool and the client are
 * made at the first start and are the same at every later one with the same file.
 */
export async function startCognito(options: CognitoOptions): Promise<Cognito> {
  const store = await openStore(options.stateFile, async () => ({
    ...(await newState()),
    ...options.identifiers,
  }));
  const pool = openPool({
    settings: { ...deployedSettings, ...options.pool },
    state: store.state,
    now: options.now ?? (() => new Date()),
    scryptCost: options.scryptCost ?? 2 ** 14,
  });

  let mode: FaultMode = 'up';
  const server = createServer({ keepAliveTimeout }, (request, response) => {
    if (mode === 'up') void serve(pool, store, request, response);
  });
  server.on('connection', (socket) => {
    if (mode === 'down') socket.destroy();
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The local Cognito has no port.');

  const { userPoolId, clientId, clientSecret } = store.state;
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    userPoolId,
    clientId,
    clientSecret,
    fault: (wanted) => {
      mode = wanted;
      if (mode === 'down') server.closeAllConnections();
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await store.flush();
    },
  };
}

async function serve(pool: Pool, store: Store, request: IncomingMessage, response: ServerResponse) {
  if (request.method === 'GET' && request.url === `/${pool.state.userPoolId}/.well-known/jwks.json`) {
    const key = await exportJWK(pool.publicKey);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: [{ ...key, kid: keyId, alg: 'RS256', use: 'sig' }] }));
    return;
  }
  const result = await answer(pool, request);
  try {
    // Nothing is acknowledged that a kill could take back, a counted failure included.
    await store.flush();
    send(response, result);
  } catch (error) {
    console.error('The local Cognito cannot write its state:', error);
    send(response, refusal(500, 'InternalErrorException', 'Internal error'));
  }
}
