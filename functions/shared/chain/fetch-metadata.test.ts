import { beforeAll, expect, test } from 'vitest';

import { operation, siteUrl, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import * as v from 'valibot';

let chain: TestChain;
const handled: string[] = [];
beforeAll(async () => {
  const handle = ({ event }: { event: { routeKey: string } }) => {
    handled.push(event.routeKey);
    return Promise.resolve({ ok: true } as const);
  };
  chain = await startTestChain([
    operation({}, handle),
    operation({ method: 'GET', path: '/api/read' }, handle),
    operation({ method: 'DELETE', path: '/api/thing' }, handle),
    operation({ path: '/api/json', body: v.object({ a: v.number() }) }, handle),
    operation(
      { path: '/api/photo', binaryBody: { contentTypes: ['image/png', 'image/webp'], maxBytes: 99 } },
      handle,
    ),
    operation({ path: '/api/unsubscribe', crossSite: true }, handle),
  ]);
});

const sent = async (headers: Record<string, string | undefined>, route = 'POST /api/try') => {
  handled.length = 0;
  const { status, body } = await chain.request(route, { headers });
  expect(handled).toEqual(status === 204 ? [route] : []);
  return status === 204 ? 204 : [status, body.reason];
};
const crossSite = [403, 'cross-site'];

test("only the browser's word that our own page sent it lets a change through (ASVS 3.5.1)", async () => {
  expect(await sent({ 'sec-fetch-site': 'same-origin' })).toBe(204);
  for (const site of ['cross-site', 'same-site', 'none', '', 'same-origin, cross-site', 'SAME-ORIGIN'])
    expect(await sent({ 'sec-fetch-site': site })).toEqual(crossSite);
  // The metadata is what counts where it is sent: `Origin` does not mend it.
  expect(await sent({ 'sec-fetch-site': 'same-site', origin: siteUrl })).toEqual(crossSite);
});

test('without fetch metadata, Origin must be exactly ours', async () => {
  const without = { 'sec-fetch-site': undefined };
  expect(await sent({ ...without, origin: siteUrl })).toBe(204);
  const foreign = [
    undefined,
    'null',
    'https://evil.example',
    'https://account.example.test.evil.example',
    'http://account.example.test',
    'https://account.example.test:8443',
    'https://sub.account.example.test',
    `${siteUrl}/`,
  ];
  for (const origin of foreign) expect(await sent({ ...without, origin })).toEqual(crossSite);
});

test('reading needs neither, so that a link from anywhere arrives', async () => {
  const headers = {
    'sec-fetch-site': 'cross-site',
    origin: 'https://evil.example',
    'content-type': 'text/plain',
  };
  expect(await sent(headers, 'GET /api/read')).toBe(204);
});

test('an operation for other sites says so in its contract, and only that lets them in', async () => {
  expect(await sent({ 'sec-fetch-site': 'cross-site' }, 'POST /api/unsubscribe')).toBe(204);
  expect(await sent({ 'sec-fetch-site': 'cross-site' }, 'DELETE /api/thing')).toEqual(crossSite);
});

test('a body of a type that a foreign form could send is refused (ASVS 3.5.3, 4.1.3)', async () => {
  const typed = async (type: string | undefined, route = 'POST /api/json') => {
    const { status } = await chain.request(route, { body: { a: 1 }, headers: { 'content-type': type } });
    return status;
  };
  expect(await typed('application/json')).toBe(204);
  expect(await typed('Application/JSON ; charset=utf-8')).toBe(204);
  const others = [
    undefined,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json-patch+json',
    'text/plain, application/json',
    'text/plain; application/json',
  ];
  for (const type of others) expect(await typed(type)).toBe(415);
  expect(await typed('text/plain', 'DELETE /api/thing')).toBe(415);
});

test('a binary body has one of its declared types', async () => {
  const typed = async (type: string) => {
    const options = { bytes: Buffer.from('x'), headers: { 'content-type': type } };
    return (await chain.request('POST /api/photo', options)).status;
  };
  expect(await typed('image/png')).toBe(204);
  expect(await typed('image/webp')).toBe(204);
  for (const type of ['image/svg+xml', 'application/json', 'image/*', 'application/octet-stream'])
    expect(await typed(type)).toBe(415);
});
