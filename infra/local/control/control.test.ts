import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';

import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { clockRoutes } from './clock-routes.ts';
import { createControl } from './control.ts';
import { eventRoutes } from './event-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { indexRoutes } from './index-page.ts';
import { residueRoutes } from './residue-routes.ts';

const start = Date.parse('2026-11-22T10:00:00.000Z');
let now = start;
const clock = {
  now: () => now,
  advance: (milliseconds: number) => (now += milliseconds),
  onAdvance: () => () => undefined,
};
const dynamodb = vi.fn();
const put = vi.fn(() => Promise.resolve('event-id'));

const control = createControl([
  ...indexRoutes('http://localhost:3000'),
  ...clockRoutes(clock, () => Promise.resolve()),
  ...faultRoutes({ dynamodb }),
  ...eventRoutes({ put }),
  ...residueRoutes([
    () => [
      { where: 'table: EMAIL#ada@example.com / CLAIM', text: '{}' },
      { where: 'table: ACCOUNT#17 / ACCOUNT', text: '{"email":{"S":"ADA@example.com"}}' },
      { where: 'table: THROTTLE#email:tfyF5VdV-eDQMKEKtEKbaylEhV-aDWAHf-gyvsvEHXI / THROTTLE', text: '{}' },
      { where: 'table: ACCOUNT#18 / ACCOUNT', text: '{"email":{"S":"bob@example.com"}}' },
    ],
    async function* () {
      yield await Promise.resolve({ where: 'mailbox: 1', text: 'https://site/?email=ada%40example.com' });
    },
  ]),
]);
const server = createServer((request, response) => {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  void control(request, { path, query }, 'request-id').then((answer) => {
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
});
let port = 0;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as { port: number }).port;
});
afterAll(() => server.close());
beforeEach(() => {
  now = start;
  vi.clearAllMocks();
});

async function ask(method: string, path: string, body?: unknown) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** A request with headers that fetch would not send. */
async function statusFor(headers: Record<string, string>, method = 'GET') {
  const request = httpRequest({ host: '127.0.0.1', port, path: '/__local/clock', method, headers }).end();
  const [response] = await once(request, 'response');
  response.resume();
  return response.statusCode as number;
}

it('tells the time and moves it', async () => {
  expect((await ask('GET', '/__local/clock')).body).toEqual({ now: '2026-11-22T10:00:00.000Z' });
  expect((await ask('POST', '/__local/clock', { advance: '8d' })).body).toEqual({
    now: '2026-11-30T10:00:00.000Z',
  });
});

it.each([
  {},
  { advance: 8 },
  { advance: '8 days' },
  { advance: '-1d' },
  { advance: ['8d'] },
  { advance: null },
])('names the field when it cannot move the time by %j', async (body) => {
  const answer = await ask('POST', '/__local/clock', body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ reason: 'invalid-input', errors: [{ path: 'advance' }] });
  expect(now).toBe(start);
});

it.each(['', 'advance=8d', '[]', '"8d"', 'null'])('refuses the body %j', async (body) => {
  const answer = await ask('POST', '/__local/clock', body);
  expect(answer.status).toBe(400);
  expect(answer.body.reason).toBe('invalid-input');
});

it('breaks the parts that are its own, and names what is wrong with others', async () => {
  const broken = await ask('POST', '/__local/faults', { part: 'dynamodb', mode: 'hang' });
  expect(broken.body).toEqual({ part: 'dynamodb', mode: 'hang' });
  expect(dynamodb).toHaveBeenCalledExactlyOnceWith('hang');
  for (const [body, path] of [
    [{ part: 'sqs', mode: 'up' }, 'part'],
    [{ part: 'dynamodb', mode: 'slow' }, 'mode'],
    [{ part: 'ses', mode: 'down' }, 'part'],
  ] as const) {
    expect((await ask('POST', '/__local/faults', body)).body.errors).toMatchObject([{ path }]);
  }
  expect(dynamodb).toHaveBeenCalledOnce();
});

it('puts events on the bus and shows samples', async () => {
  const detail = { id: '1', data: {} };
  const sent = await ask('POST', '/__local/events', {
    detailType: 'product.call.missed',
    detail,
    source: 'product',
  });
  expect([sent.status, sent.body]).toEqual([202, { id: 'event-id' }]);
  expect(put).toHaveBeenCalledExactlyOnceWith({
    detailType: 'product.call.missed',
    detail,
    source: 'product',
  });
  for (const body of [
    { detail },
    { detailType: '', detail },
    { detailType: 'a', detail: [] },
    { detailType: 'a', detail: 'b' },
  ]) {
    expect((await ask('POST', '/__local/events', body)).status).toBe(400);
  }

  const { types } = (await ask('GET', '/__local/events/samples')).body;
  const [{ type }] = types;
  expect((await ask('GET', `/__local/events/samples/${type}`)).body).toMatchObject({
    type,
    accountId: expect.any(String),
  });
  expect((await ask('GET', '/__local/events/samples/../../package')).status).toBe(404);
  expect((await ask('GET', '/__local/events/samples/latchkey.no.such')).status).toBe(400);
});

it('finds what is left of somebody by address, id or hash', async () => {
  expect((await ask('GET', '/__local/residue?email=Ada@example.com')).body).toEqual({
    items: 4,
    where: [
      'table: EMAIL#ada@example.com / CLAIM',
      'table: ACCOUNT#17 / ACCOUNT',
      'table: THROTTLE#email:tfyF5VdV-eDQMKEKtEKbaylEhV-aDWAHf-gyvsvEHXI / THROTTLE',
      'mailbox: 1',
    ],
  });
  expect((await ask('GET', '/__local/residue?accountId=18')).body.items).toBe(1);
  expect((await ask('GET', '/__local/residue?email=eve@example.com')).body).toEqual({ items: 0, where: [] });
  expect((await ask('GET', '/__local/residue')).status).toBe(400);
});

it('has a first page that leads to the others', async () => {
  for (const path of ['/__local', '/__local/']) {
    const page = await ask('GET', path);
    expect(page.status).toBe(200);
    expect(page.body).toContain('href="/__local/mail"');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

it('answers 404 to what there is not and 405 to another method', async () => {
  expect((await ask('GET', '/__local/nothing')).status).toBe(404);
  const answer = await ask('DELETE', '/__local/clock');
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
});

it("serves this machine's pages only", async () => {
  expect(await statusFor({ host: 'localhost:3000' })).toBe(200);
  expect(await statusFor({ host: 'evil.example:3000' })).toBe(403);
  expect(await statusFor({ host: 'localhost.evil.example' })).toBe(403);
  expect(await statusFor({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await statusFor({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await statusFor({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200);
  expect(await statusFor({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 'POST')).toBe(403);
  expect(await statusFor({ 'sec-fetch-site': 'same-site' }, 'POST')).toBe(403);
});
