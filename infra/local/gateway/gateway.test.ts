import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import type { OperationContract } from '#functions/shared/contract.ts';

import { freePort } from '../free-port.ts';
import { listen } from '../listen.ts';
import type { Listening } from '../listen.ts';
import { createApi } from './api.ts';
import { createGateway } from './gateway.ts';
import type { ApiHandler, LambdaContext } from './invoke.ts';
import type { Answer } from './result.ts';
import { createSite } from './site.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-site-'));
const page = `<!doctype html><title>Settings</title>${'<p>text</p>'.repeat(300)}`;
const script = `export const text = '${'x'.repeat(2000)}';`;

const operation = (method: OperationContract['method'], path: `/api/${string}`): OperationContract => ({
  id: path,
  summary: path,
  method,
  path,
  function: 'account',
  access: 'public',
  status: 200,
  reasons: [],
});
const contracts = [
  operation('GET', '/api/things/{id}'),
  operation('GET', '/api/things/first'),
  operation('PUT', '/api/things'),
];

let gateway: Listening;
let handler: (event: APIGatewayProxyEventV2, context: LambdaContext) => unknown;
const received = (): APIGatewayProxyEventV2 => {
  if (!lastEvent) throw new Error('The function was not called.');
  return lastEvent;
};
let lastEvent: APIGatewayProxyEventV2 | undefined;

beforeAll(async () => {
  mkdirSync(join(folder, 'build/_app/immutable'), { recursive: true });
  mkdirSync(join(folder, 'build/settings'));
  for (const [name, content] of Object.entries({
    'build/index.html': '<p>start</p>',
    'build/settings/profile.html': page,
    'build/404.html': '<p>nothing here</p>',
    'build/_app/immutable/code.js': script,
    'secret.html': 'outside',
  })) {
    writeFileSync(join(folder, name), content);
  }
  const account: ApiHandler = (event, context) => {
    lastEvent = event;
    return handler(event, context);
  };
  const answerOf = (text: string): Answer => ({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    cookies: [],
    body: Buffer.from(text),
  });
  gateway = await listen(
    createGateway({
      api: createApi({
        contracts,
        handlers: new Map([['account', account]]),
        originSecret: 'origin-secret',
        seconds: 0.2,
      }),
      site: createSite(join(folder, 'build'), { 'x-frame-options': 'DENY' }),
      avatars: (path) => Promise.resolve(answerOf(`photo ${path}`)),
      local: (_request, { path }) => Promise.resolve(answerOf(`local ${path}`)),
    }),
    await freePort(),
  );
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const errors = vi.spyOn(console, 'error');
beforeEach(() => {
  lastEvent = undefined;
  handler = () => ({ statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: '{"ok":true}' });
  errors.mockImplementation(() => undefined);
});
afterEach(() => errors.mockReset());

const url = (path: string) => `http://127.0.0.1:${gateway.port}${path}`;
const call = (path: string, init?: RequestInit) => fetch(url(path), init);

/** A request as it is written, without the help and the rules of fetch. */
function rawGet(path: string, headers: Record<string, string | string[]> = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    body: Buffer;
    headers: any;
  }>();
  httpRequest({ host: '127.0.0.1', port: gateway.port, path, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), headers: response.headers }),
    );
  })
    .on('error', reject)
    .end();
  return promise;
}

it('hands the function a payload 2.0 event', async () => {
  await call('/api/things/a%20b?x=1&y=2&x=3', {
    headers: { cookie: 'one=1; two=2', 'user-agent': 'test', 'If-Match': '"7"', 'X-Custom': 'yes' },
  });
  expect(received()).toMatchObject({
    version: '2.0',
    routeKey: 'GET /api/things/{id}',
    rawPath: '/api/things/a%20b',
    rawQueryString: 'x=1&y=2&x=3',
    queryStringParameters: { x: '1,3', y: '2' },
    pathParameters: { id: 'a b' },
    cookies: ['one=1', 'two=2'],
    isBase64Encoded: false,
    requestContext: {
      http: { method: 'GET', path: '/api/things/a%20b', userAgent: 'test' },
      routeKey: 'GET /api/things/{id}',
      stage: '$default',
    },
  });
  expect(received().headers).toMatchObject({ 'if-match': '"7"', 'user-agent': 'test' });
  // CloudFront doesn't pass it on, so a function that needs it must fail here, too.
  expect(received().headers).not.toHaveProperty('x-custom');
  expect(received().headers).not.toHaveProperty('cookie');
  expect(received().body).toBeUndefined();
  expect(received().requestContext.requestId).toMatch(/^[\w-]{36}$/);
});

it('gives the function a context whose time runs out', async () => {
  let remaining: number[] = [];
  let id = '';
  handler = async (_event, context) => {
    id = context.awsRequestId;
    remaining = [context.getRemainingTimeInMillis()];
    await new Promise((resolve) => setTimeout(resolve, 30));
    remaining.push(context.getRemainingTimeInMillis());
    return { statusCode: 204 };
  };
  expect((await call('/api/things/1')).status).toBe(204);
  expect(id).toMatch(/^[\w-]{36}$/);
  expect(remaining[0]).toBeLessThanOrEqual(200);
  expect(remaining[1]).toBeLessThanOrEqual(remaining[0]! - 25);
});

it('prefers a literal segment to a parameter', async () => {
  await call('/api/things/first');
  expect(received().routeKey).toBe('GET /api/things/first');
});

it("drops what a viewer says in the edge's name, and says it itself", async () => {
  await rawGet('/api/things/1', {
    'cloudfront-viewer-address': '6.6.6.6:1',
    'CloudFront-Viewer-Country': 'XX',
    'X-Latchkey-Origin': ['forged', 'twice'],
    'x-latchkey-anything': '1',
    'X-Forwarded-For': '6.6.6.6',
    'x-forwarded-host': 'evil.example',
    Forwarded: 'for=6.6.6.6',
    'x-real-ip': '6.6.6.6',
    host: 'evil.example',
  });
  const { headers } = received();
  expect(headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(headers['x-latchkey-origin']).toBe('origin-secret');
  expect(headers['x-forwarded-for']).toBe('127.0.0.1');
  for (const name of [
    'cloudfront-viewer-country',
    'x-latchkey-anything',
    'x-forwarded-host',
    'forwarded',
    'x-real-ip',
  ]) {
    expect(headers).not.toHaveProperty(name);
  }
  expect(JSON.stringify(received())).not.toMatch(/6\.6\.6\.6|evil|forged/);
});

it.each(['203.0.113.9', '2001:db8::7'])('lets a viewer be at %s', async (address) => {
  await call('/api/things/1', { headers: { 'X-Local-Viewer-Address': address } });
  expect(received().headers['cloudfront-viewer-address']).toMatch(new RegExp(`^${address}:\\d+$`));
  expect(received().headers).not.toHaveProperty('x-local-viewer-address');
});

it('refuses a viewer address that is none', async () => {
  const response = await call('/api/things/1', { headers: { 'X-Local-Viewer-Address': 'somewhere' } });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('X-Local-Viewer-Address');
  expect(lastEvent).toBeUndefined();
});

it.each([
  ['application/json', '{"a":"ä"}', '{"a":"ä"}', false],
  ['application/json; charset=utf-8', '{}', '{}', false],
  ['text/plain', 'text', 'text', false],
  ['image/png', 'bytes', Buffer.from('bytes').toString('base64'), true],
  ['application/x-www-form-urlencoded', 'a=1', Buffer.from('a=1').toString('base64'), true],
])('passes a body of %s on as API Gateway does', async (type, sent, body, isBase64Encoded) => {
  await call('/api/things', { method: 'PUT', body: sent, headers: { 'content-type': type } });
  expect(received()).toMatchObject({ body, isBase64Encoded });
});

it('keeps every byte of a binary body', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  await call('/api/things', { method: 'PUT', body: bytes, headers: { 'content-type': 'image/webp' } });
  expect([...Buffer.from(received().body ?? '', 'base64')]).toEqual([...bytes]);
});

it.each([
  ['plain, over the limit', 'text/plain', 6 * 1024 * 1024],
  ['over the limit in base64 only', 'image/png', 5 * 1024 * 1024],
  ['far over the limit', 'image/png', 40 * 1024 * 1024],
])('answers 413 to a body %s', async (_case, type, length) => {
  const response = await call('/api/things', {
    method: 'PUT',
    body: 'x'.repeat(length),
    headers: { 'content-type': type },
  }).catch((error: unknown) => error);
  expect(lastEvent).toBeUndefined();
  // Whoever doesn't stop sending may find the connection closed before the answer is read.
  if (response instanceof Error && length > 24 * 1024 * 1024) return;
  expect((response as Response).status).toBe(413);
  expect(await (response as Response).json()).toMatchObject({ status: 413, reason: 'too-large' });
});

it('passes on the status, headers, cookies and body of a result', async () => {
  handler = () => ({
    statusCode: 201,
    headers: { 'Content-Type': 'image/png', 'X-Count': 3, 'Cache-Control': 'private' },
    cookies: ['a=1; Path=/', 'b=2; Path=/'],
    body: Buffer.from([1, 2, 250]).toString('base64'),
    isBase64Encoded: true,
  });
  const response = await call('/api/things/1');
  expect(response.status).toBe(201);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(response.headers.get('x-count')).toBe('3');
  expect(response.headers.get('cache-control')).toBe('private');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  expect([...(await response.bytes())]).toEqual([1, 2, 250]);
});

it('infers a 200 from a result without a status code', async () => {
  handler = () => ({ hello: 'world' });
  const response = await call('/api/things/1');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ hello: 'world' });
});

it.each([
  ['throws', () => Promise.reject(new Error('the password is swordfish'))],
  [
    'throws at once',
    () => {
      throw new Error('the password is swordfish');
    },
  ],
  ['returns nothing', () => undefined],
  ['returns a broken result', () => ({ statusCode: 'swordfish' })],
])('answers a bare 500 when the function %s', async (_case, broken) => {
  handler = broken;
  const response = await call('/api/things/1');
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('{"message":"Internal Server Error"}');
  expect(errors).toHaveBeenCalledOnce();
});

it('answers 503 when the function takes too long', async () => {
  handler = () => new Promise(() => undefined);
  const response = await call('/api/things/1');
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ message: 'Service Unavailable' });
});

it.each([
  ['/api/unknown', 'GET'],
  ['/api/things', 'GET'],
  ['/api/things/1', 'DELETE'],
  ['/api/things/', 'GET'],
  ['/api/things/%ff', 'GET'],
  ['/api/', 'GET'],
])('answers a problem to %s by %s', async (path, method) => {
  const response = await call(path, { method });
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await response.json()).toMatchObject({ status: 404, reason: 'not-found' });
});

it.each([
  ['/', '<p>start</p>'],
  ['/settings/profile', page],
  ['/settings/profile?tab=1', page],
  ['/_app/immutable/code.js', script],
])('serves the file of %s with the security headers', async (path, content) => {
  const response = await call(path);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(content);
  expect(response.headers.get('x-frame-options')).toBe('DENY');
});

it('serves 404.html for a page that is not there', async () => {
  for (const path of ['/nothing', '/settings', '/settings/', '/file.js', '/%ff', '/%00', '/api']) {
    const response = await call(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('<p>nothing here</p>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  }
});

it.each([
  '/../secret',
  '/../secret.html',
  '/%2e%2e/secret.html',
  '/settings/../../secret.html',
  '/..%2fsecret.html',
])('never leaves the folder: %s', async (path) => {
  const { status, body } = await rawGet(path);
  expect(status).toBe(404);
  expect(body.toString()).not.toContain('outside');
});

it('lets what never changes be kept, and everything else be asked for again', async () => {
  const script = await call('/_app/immutable/code.js');
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const first = await call('/settings/profile');
  expect(first.headers.get('cache-control')).toBe('no-cache');
  const again = await call('/settings/profile', {
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
  const other = await call('/settings/profile', { headers: { 'if-none-match': '"other"' } });
  expect(other.status).toBe(200);
});

it('compresses what is worth it, for who accepts it', async () => {
  const small = await rawGet('/', { 'accept-encoding': 'br' });
  expect(small.headers['content-encoding']).toBeUndefined();
  const brotli = await rawGet('/settings/profile', { 'accept-encoding': 'gzip, deflate, br' });
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(brotli.body).toString()).toBe(page);
  const gzipped = await rawGet('/settings/profile', { 'accept-encoding': 'gzip, br;q=0' });
  expect(gzipped.headers['content-encoding']).toBe('gzip');
  const plain = await rawGet('/settings/profile');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body.toString()).toBe(page);
});

it('serves a file anew after it has changed', async () => {
  writeFileSync(join(folder, 'build/changing.txt'), 'before');
  expect(await (await call('/changing.txt')).text()).toBe('before');
  writeFileSync(join(folder, 'build/changing.txt'), 'after it');
  expect(await (await call('/changing.txt')).text()).toBe('after it');
});

it('answers HEAD without a body and refuses other methods on pages', async () => {
  const head = await call('/settings/profile', { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
  expect((await call('/settings/profile', { method: 'POST' })).status).toBe(405);
});

it('sends photos and local calls to their parts', async () => {
  expect(await (await call('/avatars/x.png')).text()).toBe('photo /avatars/x.png');
  expect(await (await call('/__local')).text()).toBe('local /__local');
  expect(await (await call('/__local/mail')).text()).toBe('local /__local/mail');
  expect((await call('/__localized')).status).toBe(404);
});
