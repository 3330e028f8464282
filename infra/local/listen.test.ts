import { once } from 'node:events';
import { createServer } from 'node:net';

import { afterEach, expect, it } from 'vitest';

import { freePort } from './free-port.ts';
import { listen, readPort } from './listen.ts';
import { StartError } from './start-error.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function take(port: number, host: string) {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  cleanups.push(() => server.close());
}

const hello = (_request: unknown, response: { end(text: string): void }) => response.end('hello');

it('answers on both loopback addresses', async () => {
  const listening = await listen(hello, await freePort());
  cleanups.push(() => listening.close());
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    const response = await fetch(`http://${host}:${listening.port}/`);
    expect(await response.text()).toBe('hello');
  }
});

it.each(['127.0.0.1', '::1', '::'])(
  'refuses a wanted port that is taken on %s, in one sentence',
  async (host) => {
    const port = await freePort();
    await take(port, host);
    await expect(listen(hello, port)).rejects.toThrow(
      new StartError(
        `Port ${port} is taken: set PORT to another one, or leave it unset for the next free one.`,
      ),
    );
  },
);

it('goes on from 3000 to the next free port when none is wanted', async () => {
  const one = await listen(hello, undefined);
  cleanups.push(() => one.close());
  const other = await listen(hello, undefined);
  cleanups.push(() => other.close());
  expect(one.port).toBeGreaterThanOrEqual(3000);
  expect(other.port).toBeGreaterThan(one.port);
});

it('reads a port, or that there is none', () => {
  expect(readPort('8080')).toBe(8080);
  expect(readPort(undefined)).toBeUndefined();
  expect(readPort('')).toBeUndefined();
  for (const text of ['0', '65536', '-1', '80a', '3e3', '123456', ' ']) {
    expect(() => readPort(text)).toThrow(StartError);
  }
});
