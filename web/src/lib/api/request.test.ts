import { expect, it, vi } from 'vitest';
import { saveAvatar } from '#functions/avatar/contract.ts';
import { getProfile, saveProfile } from '#functions/profile/contract.ts';
import { defineOperation } from '#functions/shared/contract.ts';
import { confirmSignUp, signUp } from '#functions/sign-up/contract.ts';
import * as v from 'valibot';

import { request, type Transport } from './request.ts';

const profile = {
  name: 'Ada',
  email: 'ada@example.com',
  company: null,
  phone: null,
  timezone: 'UTC',
  avatarUrl: null,
  pendingEmail: null,
  version: 3,
  emailChange: 'self-service',
};
const input = { name: 'Ada', company: null, phone: null, timezone: 'UTC' };

function setup(answer: Response | Error, online = true) {
  const fetch = vi.fn<typeof globalThis.fetch>(() =>
    answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer),
  );
  const transport: Transport = { fetch, online: () => online, timeoutMilliseconds: 50 };
  return {
    transport,
    fetch,
    sent: () => fetch.mock.calls[0] as [string, RequestInit & { headers: Headers }],
  };
}

const refused = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

it('sends the body as JSON with the headers that the contract accepts', async () => {
  const { transport, sent } = setup(Response.json(profile, { headers: { etag: '"4"' } }));
  const outcome = await request(transport, saveProfile, { body: input, ifMatch: '"3"' });
  expect(outcome).toEqual({ ok: true, data: profile, etag: '"4"' });
  const [address, { method, headers, body, credentials, redirect }] = sent();
  expect([method, address, credentials, redirect]).toEqual([
    'PUT',
    '/api/user/profile',
    'same-origin',
    'error',
  ]);
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('if-match')).toBe('"3"');
  expect(headers.has('idempotency-key')).toBe(false);
  expect(JSON.parse(body as string)).toEqual(input);
});

it('gives every intention a key where the contract takes one', async () => {
  const { transport, sent } = setup(new Response(null, { status: 202 }));
  await request(transport, signUp, {
    body: { email: 'a@example.com', password: 'x'.repeat(8), name: 'Ada' },
  });
  expect(sent()[1].headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
});

it('sends a picture as it is', async () => {
  const binary = new Blob(['x'], { type: 'image/webp' });
  const { transport, sent } = setup(Response.json({ avatarUrl: '/avatars/a.webp', version: 4 }));
  await request(transport, saveAvatar, { binary });
  expect(sent()[1].body).toBe(binary);
  expect(sent()[1].headers.get('content-type')).toBe('image/webp');
});

it('fills parameters and the query, encoded', async () => {
  const contract = defineOperation({
    id: 'x',
    summary: 'x',
    method: 'GET',
    path: '/api/things/{id}',
    function: 'account',
    access: 'session',
    params: v.object({ id: v.string() }),
    query: v.object({ page: v.string() }),
    status: 200,
    reasons: [],
  });
  const { transport, sent } = setup(Response.json({}));
  await request(transport, contract, { params: { id: 'a/b' }, query: { page: 'ä' } });
  expect(sent()[0]).toBe('/api/things/a%2Fb?page=%C3%A4');
});

it('takes no content for an answer where the contract has none', async () => {
  const { transport } = setup(new Response(null, { status: 204 }));
  const body = { email: 'a@example.com', code: 'AB12CDE34F' };
  expect(await request(transport, confirmSignUp, { body })).toEqual({
    ok: true,
    data: undefined,
    etag: null,
  });
});

it('does not take an answer that breaks the contract', async () => {
  const { transport } = setup(Response.json({ ...profile, version: 'three' }));
  expect(await request(transport, getProfile, {})).toMatchObject({
    ok: false,
    problem: { reason: 'unreadable' },
  });
});

it('reads a problem with its fields, its request and its waiting time', async () => {
  const errors = [
    { path: 'phone', reason: 'invalid-phone' },
    { path: 'name', reason: 'something-of-tomorrow' },
  ];
  const { transport } = setup(
    refused(429, { reason: 'too-many-attempts', errors, requestId: 'r-1' }, { 'retry-after': '65' }),
  );
  expect(await request(transport, getProfile, {})).toEqual({
    ok: false,
    problem: {
      status: 429,
      reason: 'too-many-attempts',
      errors: [
        { path: 'phone', reason: 'invalid-phone' },
        { path: 'name', reason: 'invalid-value' },
      ],
      address: null,
      refusedBy: null,
      requestId: 'r-1',
      retryAfterSeconds: 65,
      current: null,
    },
  });
});

it('gives the current document of a conflict, parsed', async () => {
  const { transport } = setup(refused(412, { reason: 'changed-elsewhere', current: profile }));
  expect(await request(transport, saveProfile, { body: input })).toMatchObject({
    problem: { current: profile },
  });
});

it.each([
  ['a proxy’s error page', new Response('<h1>Bad gateway</h1>', { status: 502 })],
  ['a reason that it does not know', refused(400, { reason: 'something-of-tomorrow' })],
  ['a list', refused(500, [])],
])('has something to say about %s', async (_name, answer) => {
  const { transport } = setup(answer);
  expect(await request(transport, getProfile, {})).toMatchObject({
    ok: false,
    problem: { reason: 'unreadable' },
  });
});

it('asks nothing while offline, and tells being offline from an unreachable service', async () => {
  const offline = setup(Response.json(profile), false);
  expect(await request(offline.transport, getProfile, {})).toMatchObject({ problem: { reason: 'offline' } });
  expect(offline.fetch).not.toHaveBeenCalled();
  const broken = setup(new TypeError('Failed to fetch'));
  expect(await request(broken.transport, getProfile, {})).toMatchObject({
    problem: { reason: 'unreachable' },
  });
});

it('stops waiting after a time', async () => {
  const { transport } = setup(Response.json(profile));
  const hanging: typeof fetch = (_address, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
    });
  expect(await request({ ...transport, fetch: hanging }, getProfile, {})).toMatchObject({
    problem: { reason: 'timed-out' },
  });
});
