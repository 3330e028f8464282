import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { contracts } from '#functions/handlers/contracts.ts';
import { type OperationContract, routeKey } from '#functions/shared/contract.ts';
import { pngPhoto } from './photos.ts';
import type { TestRequest } from './requester.ts';
import { bodyOf, fieldsOf, paramsOf } from './right-values.ts';
import { password, startTestApi, type TestApi } from './test-api.ts';

/**
 * What holds for every operation of the API, over the list that the routes are made from: a new operation is in
 * these tests by itself. That each answer is one that its contract documents, the test API checks on its own.
 */
type Person = Awaited<ReturnType<TestApi['person']>>;
let api: TestApi;
let ada: Person;
let eve: Person;
beforeAll(async () => {
  api = await startTestApi();
  [ada, eve] = [await api.person(), await api.person()];
  // More than one, since nobody deletes their only company.
  for (const name of ['One', 'Two', 'Three'])
    await api.request('POST /api/companies', { cookie: ada.cookie, body: { name } });
  // A number, for a code to be sent to.
  const profile = { name: 'Ada', company: null, phone: '+12025550123', timezone: 'Europe/London' };
  await api.request('PUT /api/user/profile', { cookie: ada.cookie, body: profile });
});
const withBody = contracts.filter(({ body }) => body !== undefined);
const closed = contracts.filter(({ access }) => access !== 'public');

const photo = pngPhoto();
let addresses = 0;
/** An address that no limit knows yet. */
const freshAddress = () => {
  addresses += 1;
  return `198.18.${addresses >> 8}.${addresses & 255}`;
};

/** A whole and right request, but for what is given. */
const send = (contract: OperationContract, more: TestRequest) => {
  const { binaryBody } = contract;
  return api.request(routeKey(contract), {
    ip: freshAddress(),
    params: paramsOf(contract),
    ...(binaryBody === undefined
      ? {}
      : { bytes: photo, headers: { 'content-type': binaryBody.contentTypes[0] } }),
    ...more,
  });
};

const provenCookie = async () => {
  const ip = freshAddress();
  const cookie = await api.signIn(ada.email, password, { ip });
  return (await api.request('POST /api/session/step-up', { cookie, ip, body: { password } })).cookie ?? '';
};

/** All that is stored, by key, but for counted calls, which count refused ones too. */
async function stored(about = '') {
  const items = (await api.items()).filter(({ pk }) => !/^CALLS#(?!mail)/.test(String(pk)));
  const concerned = items.filter((item) => JSON.stringify(item).includes(about));
  return new Map(concerned.map((item) => [`${String(item['pk'])} ${String(item['sk'])}`, item]));
}

/** The keys of what was written since. */
async function writtenSince(before: Map<string, unknown>, about = '') {
  const after = await stored(about);
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => !isDeepStrictEqual(before.get(key), after.get(key)),
  );
}

test('every operation of the contracts is served', async () => {
  for (const contract of contracts) {
    const { status, body } = await send(contract, { body: {}, params: {} });
    expect([contract.id, status === 404 && body.reason === 'not-found']).toEqual([contract.id, false]);
  }
});

test('ids and paths are each used once', () => {
  expect(new Set(contracts.map(({ id }) => id)).size).toBe(contracts.length);
  expect(new Set(contracts.map(routeKey)).size).toBe(contracts.length);
});

test('nothing but what is public is done without a session, or with half of two (incident 11)', async () => {
  const [adaId, adaCompany, adaSecret] = ada.cookie.split('.');
  const [eveId, eveCompany, eveSecret] = eve.cookie.split('.');
  const cookies = [
    undefined,
    '',
    `${adaId}.${adaCompany}.${eveSecret}`,
    `${adaId}.${eveCompany}.${adaSecret}`,
    `${eveId}.${eveCompany}.${adaSecret}`,
    `${adaId}.${adaCompany}.`,
  ];
  const before = await stored();
  for (const contract of closed) {
    for (const cookie of cookies) {
      const { status, body } = await send(contract, { cookie, body: bodyOf(contract, ada) });
      expect([contract.id, cookie, status, body.reason]).toEqual([contract.id, cookie, 401, 'unauthorized']);
    }
  }
  expect(await writtenSince(before)).toEqual([]);
});

test('a change that another site sends is refused by every operation that does not invite it (ASVS 3.5.1)', async () => {
  const [proven, before] = [await provenCookie(), await stored()];
  for (const contract of contracts.filter(
    ({ method, crossSite }) => method !== 'GET' && crossSite !== true,
  )) {
    const headers = { 'sec-fetch-site': 'cross-site', 'content-type': contract.binaryBody?.contentTypes[0] };
    const { status, body } = await send(contract, { cookie: proven, headers, body: bodyOf(contract, ada) });
    expect([contract.id, status, body.reason]).toEqual([contract.id, 403, 'cross-site']);
  }
  expect(await writtenSince(before)).toEqual([]);
});

test('ids of somebody else in a body or header change nothing of theirs (CVE-2025-61928, incident 8)', async () => {
  const [, eveCompany] = eve.cookie.split('.');
  const injected = {
    userId: eve.accountId,
    accountId: eve.accountId,
    id: eve.accountId,
    sub: eve.accountId,
    companyId: eveCompany,
    role: 'owner',
    state: 'disabled',
    session: { accountId: eve.accountId },
  };
  const before = await stored(eve.accountId);
  expect(before.size).toBeGreaterThan(3);
  let cookie = await provenCookie();
  for (const contract of contracts) {
    const headers = {
      'x-user-id': eve.accountId,
      'x-account-id': eve.accountId,
      ...(contract.binaryBody === undefined ? {} : { 'content-type': contract.binaryBody.contentTypes[0] }),
    };
    const answer = await send(contract, { cookie, headers, body: { ...bodyOf(contract, ada), ...injected } });
    expect(JSON.stringify(answer.body ?? {})).not.toContain(eve.email);
    if (answer.cookie === undefined) continue;
    if (answer.cookie !== '') expect(answer.cookie.startsWith(`${ada.accountId}.`)).toBe(true);
    cookie = await provenCookie();
  }
  expect(await writtenSince(before, eve.accountId)).toEqual([]);
  const session = (await api.request('GET /api/session', { cookie: (await api.signIn(ada.email)) ?? '' }))
    .body;
  expect(session).toMatchObject({
    user: { id: ada.accountId },
    accountState: 'active',
    company: { role: 'owner' },
  });
  // Eve is as she was, her session too.
  expect((await api.request('GET /api/session', { cookie: eve.cookie })).body.user.email).toBe(eve.email);
});

const wrong: [kind: string, value: unknown][] = [
  ['missing', undefined],
  ['null', null],
  ['an array', ['a@example.test', 'b@example.test']],
  ['an object', { toString: 'a@example.test', length: 9, $ne: null }],
  ['a number', 7],
  ['a truth', true],
  ['huge', 'x'.repeat(10_000)],
];

describe('what no operation can read', () => {
  /** Ada's session with every proof that an operation may want. */
  let proven: string;
  let before: Awaited<ReturnType<typeof stored>>;
  beforeAll(async () => {
    [proven, before] = [await provenCookie(), await stored()];
  });
  // Whichever operation it was: the keys tell.
  afterAll(async () => {
    expect(await writtenSince(before)).toEqual([]);
  });

  test.each(withBody)('$id names every field that is wrong (CVE-2023-7028, incident 1)', async (contract) => {
    const cookie = contract.access === 'public' ? undefined : proven;
    const good = bodyOf(contract, ada);
    const tries = fieldsOf(contract).flatMap((field) =>
      wrong.map(([kind, value]) => ({ field, kind, value })),
    );
    await Promise.all(
      tries.map(async ({ field, kind, value }) => {
        const body = { ...good, [field]: value };
        // What may be left out, and a number or a truth where any is right.
        const likely = value == null || (kind !== 'huge' && typeof value === typeof good[field]);
        if (likely && contract.body !== undefined && v.is(contract.body, body)) return;
        const answer = await send(contract, { cookie, body });
        // Or what is wrong within it, where it is an object.
        const named = (answer.body?.errors ?? []).map(({ path }: { path: string }) => path.split('.', 1)[0]);
        expect([field, kind, answer.status, [...new Set(named)]]).toEqual([field, kind, 400, [field]]);
        expect(answer.headers['content-type']).toBe('application/problem+json');
      }),
    );
  });

  test.each(withBody)('$id takes nothing that is no JSON object of a reasonable size', async (contract) => {
    const cookie = contract.access === 'public' ? undefined : proven;
    const bodies: [raw: string, status: number, reason: string][] = [
      ['', 400, 'malformed-body'],
      ['{', 400, 'malformed-body'],
      ['[]', 400, 'malformed-body'],
      ['null', 400, 'malformed-body'],
      [JSON.stringify([bodyOf(contract, ada)]), 400, 'malformed-body'],
      [
        JSON.stringify({
          ...bodyOf(contract, ada),
          more: 'x'.repeat((contract.maxBodyBytes ?? 0) + 300_000),
        }),
        413,
        'too-large',
      ],
    ];
    for (const [raw, status, reason] of bodies) {
      const answer = await send(contract, { cookie, raw });
      expect([raw.slice(0, 9), answer.status, answer.body.reason]).toEqual([raw.slice(0, 9), status, reason]);
    }
  });
});

/** What operations answer to somebody for whom there is nothing to do. */
const refused: Record<string, number> = {
  'regenerate-recovery-codes': 409,
  'confirm-company-ip-allowlist': 409,
  // Its link has no token.
  'open-unsubscribe': 400,
  'describe-unsubscribe': 400,
  unsubscribe: 400,
};

test('an operation without a body is not disturbed by one', async () => {
  for (const contract of contracts.filter(({ body, binaryBody }) => (body ?? binaryBody) === undefined)) {
    const cookie = await provenCookie();
    const form = await send(contract, { cookie, raw: 'a=1', headers: { 'content-type': 'text/plain' } });
    // What its path names does not exist here.
    const served = refused[contract.id] ?? (contract.params === undefined ? contract.status : 404);
    expect([contract.id, form.status]).toEqual([
      contract.id,
      contract.method === 'GET' || contract.crossSite === true ? served : 415,
    ]);
    const json = await send(contract, { cookie, raw: '{"a":' });
    expect([contract.id, json.status]).toEqual([contract.id, served]);
  }
});
