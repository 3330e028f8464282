import { beforeAll, expect, test } from 'vitest';

import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { seconds } from '../clock.ts';
import { instanceCallsPerMinute, instanceCounter } from './rate-limit.ts';

const windowSeconds = 600;
let chain: TestChain;
beforeAll(async () => {
  const limit = { calls: 3, windowSeconds };
  chain = await startTestChain([
    operation({ id: 'one', path: '/api/one', limit }),
    operation({ id: 'two', path: '/api/two', limit }),
    operation({ id: 'free', path: '/api/free' }),
  ]);
  // Begins a window, so that no test crosses into the next by chance.
  const intoWindow = chain.now().getTime() % (windowSeconds * seconds);
  chain.advance(windowSeconds * seconds - intoWindow + seconds);
});

const status = async (route: string, ip: string, headers: Record<string, string> = {}) =>
  (await chain.request(`POST /api/${route}`, { ip, headers })).status;

test('an address has its calls of an operation, then waits for as long as it is told (ASVS 2.4.1)', async () => {
  for (let call = 0; call < 3; call += 1) expect(await status('one', '198.51.100.1')).toBe(204);
  const refused = await chain.request('POST /api/one', { ip: '198.51.100.1' });
  expect([refused.status, refused.body.reason]).toEqual([429, 'too-many-attempts']);
  const wait = Number(refused.headers['retry-after']);
  expect(wait).toBeGreaterThan(windowSeconds - 60);
  expect(wait).toBeLessThanOrEqual(windowSeconds);

  expect(await status('one', '198.51.100.2')).toBe(204);
  expect(await status('two', '198.51.100.1')).toBe(204);
  chain.advance(wait * seconds);
  expect(await status('one', '198.51.100.1')).toBe(204);
});

test('twenty calls at once are counted like twenty in a row', async () => {
  const statuses = await Promise.all(Array.from({ length: 20 }, () => status('one', '198.51.100.3')));
  expect(statuses.filter((code) => code === 204)).toHaveLength(3);
  expect(statuses.filter((code) => code === 429)).toHaveLength(17);
});

test('no header of the viewer changes whose calls are counted (incident 9)', async () => {
  const names = [
    'x-forwarded-for',
    'forwarded',
    'x-real-ip',
    'true-client-ip',
    'x-client-ip',
    'cf-connecting-ip',
  ];
  const spoofed = (index: number) =>
    Object.fromEntries(
      names.map((name) => [name, name === 'forwarded' ? `for=192.0.2.${index}` : `192.0.2.${index}`]),
    );
  const statuses: number[] = [];
  for (let index = 0; index < 6; index += 1)
    statuses.push(await status('two', '198.51.100.4', spoofed(index)));
  expect(statuses).toEqual([204, 204, 204, 429, 429, 429]);
  const keys = (await chain.items()).map(({ pk }) => String(pk));
  expect(keys).toContain('CALLS#two#198.51.100.4');
  expect(keys.filter((key) => key.includes('192.0.2.'))).toEqual([]);
});

test('the port of the viewer is no part of its address', async () => {
  const statuses: number[] = [];
  for (let port = 1; port <= 4; port += 1)
    statuses.push(await status('two', 'x', { 'cloudfront-viewer-address': `198.51.100.5:${port}` }));
  expect(statuses).toEqual([204, 204, 204, 429]);
});

test('a request whose address the edge did not attest is refused, never counted under a guess', async () => {
  for (const address of ['', 'unknown', '198.51.100.6', 'evil:80', '999.1.1.1:80']) {
    const headers = { 'cloudfront-viewer-address': address };
    const refused = await chain.request('POST /api/free', { headers });
    expect([address, refused.status, refused.body.reason]).toEqual([address, 403, 'origin-refused']);
  }
});

test('an operation without a limit costs the table nothing', async () => {
  chain.counter.take();
  expect(await status('free', '198.51.100.7')).toBe(204);
  expect(chain.counter.take().calls).toEqual([]);
});

test('a flood is stopped in memory, address by address and minute by minute', () => {
  const wait = instanceCounter(instanceCallsPerMinute);
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second));
  for (let call = 0; call < instanceCallsPerMinute; call += 1) expect(wait('198.51.100.8', at(0))).toBe(0);
  expect(wait('198.51.100.8', at(20))).toBe(40);
  expect(wait('198.51.100.9', at(20))).toBe(0);
  expect(wait('198.51.100.8', at(60))).toBe(0);
});

test('what is remembered of addresses stays bounded under a flood from everywhere', () => {
  const wait = instanceCounter(1);
  const now = new Date(Date.UTC(2026, 0, 1));
  expect(wait('first', now)).toBe(0);
  expect(wait('first', now)).toBeGreaterThan(0);
  for (let index = 0; index < 10_001; index += 1) wait(`address ${index}`, now);
  // Forgotten rather than kept: its count begins anew.
  expect(wait('first', now)).toBe(0);
});
