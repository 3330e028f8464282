import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';

import { keepAliveTimeout } from './keep-alive.ts';
import { StartError } from './start-error.ts';

export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Where the search for a free port begins, and how many it tries. */
const firstPort = 3000;
const triedPorts = 100;

/** Reads `PORT`: a number that can be listened on, or undefined when nothing is set. */
export function readPort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new StartError(`PORT is "${text}": set it to a number from 1 to 65535.`);
  return port;
}

/**
 * Listens on both loopback addresses, so that `localhost` is this server however it is resolved. Takes the wanted port or
 * none; without a wish, the first free one from 3000.
 */
export async function listen(listener: RequestListener, wanted: number | undefined): Promise<Listening> {
  const ports = wanted === undefined ? Array.from({ length: triedPorts }, (_, i) => firstPort + i) : [wanted];
  for (const port of ports) {
    const servers = await listenOn(listener, port);
    if (servers) return { port, close: () => closeAll(servers) };
  }
  throw new StartError(
    wanted === undefined
      ? `Every port from ${firstPort} to ${firstPort + triedPorts - 1} is taken: set PORT to a free one.`
      : `Port ${wanted} is taken: set PORT to another one, or leave it unset for the next free one.`,
  );
}

/** The servers of both addresses, or undefined when the port is taken on either. */
async function listenOn(listener: RequestListener, port: number): Promise<Server[] | undefined> {
  const servers: Server[] = [];
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer({ keepAliveTimeout }, listener);
    server.listen(port, host);
    try {
      await once(server, 'listening');
      servers.push(server);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // A machine without IPv6 has no second address.
      if (host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) continue;
      await closeAll(servers);
      if (code === 'EADDRINUSE') return undefined;
      if (code === 'EACCES')
        throw new StartError(`Port ${port} needs rights that this user hasn't: set PORT to one above 1023.`);
      throw error;
    }
  }
  return servers;
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map((server) => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      return closed;
    }),
  );
}
