import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';

import { openOutside } from './outside.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function server(answer: RequestListener): Promise<string> {
  const http = createServer(answer).listen(0, '127.0.0.1');
  await once(http, 'listening');
  closers.push(() => {
    http.close();
    http.closeAllConnections();
  });
  const address = http.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const outside = openOutside({ timeoutMilliseconds: 300 });

test('gives the status that is answered, and sends the authorization', async () => {
  let seen: unknown;
  const url = await server((request, response) => {
    seen = [request.method, request.headers.authorization];
    response.writeHead(401).end('{"code": 20003}');
  });
  expect(await outside.statusOf(url, 'Bearer x')).toBe(401);
  expect(seen).toEqual(['GET', 'Bearer x']);
});

test('follows no redirect, so that credentials go nowhere else', async () => {
  let elsewhere = 0;
  const other = await server((_request, response) => {
    elsewhere += 1;
    response.end();
  });
  for (const status of [301, 302, 303, 307, 308]) {
    const url = await server((_request, response) => response.writeHead(status, { location: other }).end());
    expect(await outside.statusOf(url, 'Bearer x')).toBeNull();
  }
  expect(elsewhere).toBe(0);
});

test('reads no body, waits for no answer without end, and survives what is no server', async () => {
  const endless = await server((_request, response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write('x'.repeat(1000)), 5);
    response.on('close', () => clearInterval(more));
  });
  expect(await outside.statusOf(endless, 'Bearer x')).toBe(200);
  const silent = await server(() => undefined);
  expect(await outside.statusOf(silent, 'Bearer x')).toBeNull();
  expect(await outside.statusOf('http://127.0.0.1:1', 'Bearer x')).toBeNull();
});

/** A DNS server that answers every question with this code (3: no such name), or never. */
async function dns(code: number | null): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    if (code === null) return;
    const answer = Buffer.from(question);
    answer[2] = 0x81;
    answer[3] = 0x80 | code;
    // No additional records: those of the question are left off with their count.
    answer.writeUInt16BE(0, 10);
    const end = 12 + question.subarray(12).indexOf(0) + 5;
    socket.send(answer.subarray(0, end), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

test('tells a name that there is not from DNS that does not answer', async () => {
  const asking = async (code: number | null) =>
    openOutside({ timeoutMilliseconds: 200, dnsServers: [await dns(code)] }).addressesOf(
      'sip.carrier.example',
    );
  expect(await asking(3)).toEqual([]);
  expect(await asking(2)).toBeNull();
  expect(await asking(null)).toBeNull();
});
