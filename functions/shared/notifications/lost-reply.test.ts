import { once } from 'node:events';
import { GetSendQuotaCommand, SESClient } from '@aws-sdk/client-ses';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isLostReply } from './lost-reply.ts';
import type { Sender } from './sender.ts';

/** A channel whose other side behaves so. */
function senderTo(endpoint: string): Sender<string> {
  const client = new SESClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 300,
      requestTimeout: 300,
      throwOnRequestTimeout: true,
    }),
  });
  return async () => {
    await client.send(new GetSendQuotaCommand({}));
    return { ok: true };
  };
}

async function faultOf(endpoint: string): Promise<unknown> {
  const outgoing = {} as Parameters<Sender<string>>[0];
  return senderTo(endpoint)(outgoing).catch((error: unknown) => error);
}

async function answering(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([400, 429, 500, 503])('an answer of %i leaves nothing open', async (status) => {
  const endpoint = await answering((_request, response) => response.writeHead(status).end());
  expect(isLostReply(await faultOf(endpoint))).toBe(false);
});

test('an answer that never comes leaves it open', async () => {
  expect(isLostReply(await faultOf(await answering(() => undefined)))).toBe(true);
});

test('a connection that breaks under the request leaves it open', async () => {
  const endpoint = await answering((request) => request.socket.destroy());
  expect(isLostReply(await faultOf(endpoint))).toBe(true);
});

test('a connection that was refused leaves nothing open', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect(isLostReply(await faultOf(`http://127.0.0.1:${port}`))).toBe(false);
});

test('what nobody knows is open', () => {
  expect(isLostReply(new Error('something'))).toBe(true);
  expect(isLostReply('something')).toBe(true);
});

test("a push service's answer leaves nothing open", () => {
  expect(isLostReply(Object.assign(new Error('gone'), { statusCode: 410 }))).toBe(false);
});
