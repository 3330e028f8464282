import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { contracts } from '#functions/handlers/contracts.ts';
import { type Access, type OperationContract, routeKey } from '#functions/shared/contract.ts';
import { type Colleague, companyWith } from './colleagues.ts';
import { pngPhoto } from './photos.ts';
import { bodyOf, paramsOf } from './right-values.ts';
import { password, startTestApi, type TestApi } from './test-api.ts';

/**
 * Two companies × three roles × every operation, over the list that the routes are made from: a new operation is in
 * these tests by itself. Nobody does what their role does not reach, and nobody reads or changes what belongs to
 * the other company or its people, whatever ids they name (ASVS 8.2.1, 8.2.2, 8.3.1).
 */
type Role = 'owner' | 'admin' | 'member';
type Company = { readonly companyId: string } & Record<Role, Colleague>;

let api: TestApi;
let mine: Company;
let theirs: Company;
beforeAll(async () => {
  api = await startTestApi();
  [mine, theirs] = [await company(), await company()];
});

const roles = ['owner', 'admin', 'member'] as const;
const reached: Record<Access, readonly Role[]> = {
  public: roles,
  session: roles,
  admin: ['owner', 'admin'],
  owner: ['owner'],
};
const closed = contracts.filter(({ access }) => access !== 'public');
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** A company with somebody of each role, something of all that a company has, and another company for its owner. */
async function company(): Promise<Company> {
  const { companyId, owner, colleagues } = await companyWith(api, 'admin', 'member');
  const { cookie } = owner;
  await api.request('POST /api/companies', { cookie, body: { name: 'A place to go' } });
  const invited = { email: `invited-${companyId}@example.test`, role: 'member' };
  await api.request('POST /api/company/invitations', { cookie, body: invited });
  return { companyId, owner, admin: colleagues[0], member: colleagues[1] };
}

const photo = pngPhoto();
let addresses = 0;
function send(contract: OperationContract, cookie: string, more: object = {}) {
  addresses += 1;
  const { binaryBody } = contract;
  return api.request(routeKey(contract), {
    ip: `198.18.${addresses >> 8}.${addresses & 255}`,
    cookie,
    params: paramsOf(contract),
    ...(binaryBody === undefined
      ? {}
      : { bytes: photo, headers: { 'content-type': binaryBody.contentTypes[0] } }),
    ...more,
  });
}

const signedIn = async ({ email }: Colleague, companyId: string): Promise<string> => {
  addresses += 1;
  const ip = `198.19.${addresses >> 8}.${addresses & 255}`;
  const cookie = await api.signIn(email, password, { ip });
  const body = { companyId };
  const switched = (await api.request('POST /api/session/company', { cookie, body })).cookie;
  const proof = { cookie: switched, ip, body: { password } };
  return (await api.request('POST /api/session/step-up', proof)).cookie ?? '';
};

/** All that is stored about a company or its people, but for what counts calls. */
async function storedAbout(one: Company) {
  const marks = [one.companyId, ...roles.flatMap((role) => [one[role].id, one[role].email])];
  const items = (await api.items()).filter(({ pk }) => !String(pk).startsWith('CALLS#'));
  const about = items.filter((item) => marks.some((mark) => JSON.stringify(item).includes(mark)));
  return new Map(about.map((item) => [`${String(item['pk'])} ${String(item['sk'])}`, item]));
}

function changed(before: Map<string, unknown>, after: Map<string, unknown>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => !isDeepStrictEqual(before.get(key), after.get(key)),
  );
}

describe.each(roles.filter((role) => role !== 'owner'))('whoever is only a %s', (role) => {
  let cookie: string;
  let before: Map<string, unknown>;
  beforeAll(async () => {
    cookie = await signedIn(mine[role], mine.companyId);
    before = await storedAbout(mine);
  });
  // Whichever operation it was: the keys tell.
  afterAll(async () => {
    expect(changed(before, await storedAbout(mine))).toEqual([]);
  });

  const beyond = closed.filter(({ access }) => !reached[access].includes(role));
  test.each(beyond)('is refused $id, which writes nothing (ASVS 8.2.1)', async (contract) => {
    const { status, body } = await send(contract, cookie, { body: bodyOf(contract, mine[role]) });
    expect([status, body.reason]).toEqual([403, 'forbidden']);
  });
});

/** Every id that is stored about them: of accounts, companies, sessions, invitations, events and what is still to come. */
async function theirIds(): Promise<string[]> {
  const about = await storedAbout(theirs);
  const ids = [...about].flatMap(([key, item]) => `${key} ${JSON.stringify(item)}`.match(uuid) ?? []);
  return [...new Set(ids)];
}

/** Whatever of theirs an answer must never show. */
const theirOwn = () => [theirs.companyId, ...roles.flatMap((role) => [theirs[role].id, theirs[role].email])];

function expectNothingOfTheirs(contract: OperationContract, body: unknown, named = '') {
  const text = JSON.stringify(body ?? {});
  for (const mark of theirOwn().filter((one) => one !== named))
    expect([contract.id, text.includes(mark)]).toEqual([contract.id, false]);
}

test('ids of the other company and its people find nothing, in any path or field (ASVS 8.2.2)', async () => {
  const cookie = await signedIn(mine.owner, mine.companyId);
  const before = await storedAbout(theirs);
  const ids = await theirIds();
  expect(ids.length).toBeGreaterThan(12);
  const isId = (value: unknown) => typeof value === 'string' && value.match(uuid)?.[0] === value;
  for (const contract of closed) {
    const [params, body] = [paramsOf(contract), bodyOf(contract, mine.owner)];
    const inPath = Object.keys(params).filter((name) => isId(params[name]));
    const inBody = Object.keys(body).filter((name) => isId(body[name]));
    const tries = ids.flatMap((id) => [
      ...inPath.map((name) => ({ id, params: { ...params, [name]: id }, body })),
      ...inBody.map((name) => ({ id, params, body: { ...body, [name]: id } })),
    ]);
    await Promise.all(
      tries.map(async ({ id, ...request }) => {
        const answer = await send(contract, cookie, request);
        expect([contract.id, answer.status, answer.body?.reason]).toEqual([contract.id, 404, 'not-found']);
        expectNothingOfTheirs(contract, answer.body, id);
      }),
    );
  }
  expect(changed(before, await storedAbout(theirs))).toEqual([]);
});

test.each(roles)('whatever the %s does, the other company is as it was and unread', async (role) => {
  const own = await company();
  const before = await storedAbout(theirs);
  let cookie = await signedIn(own[role], own.companyId);
  for (const contract of closed) {
    const request = () => send(contract, cookie, { body: bodyOf(contract, own[role]) });
    let answer = await request();
    if (answer.body?.reason === 'unauthorized') {
      // An operation before this one ended the session.
      cookie = await signedIn(own[role], own.companyId);
      answer = await request();
    }
    expect([contract.id, answer.body?.reason]).not.toEqual([contract.id, 'unauthorized']);
    expectNothingOfTheirs(contract, answer.body);
    // Going on in the cookie that a change of the session brings.
    if (answer.cookie !== undefined && answer.cookie !== '') cookie = answer.cookie;
  }
  // Whichever operation it was: the keys tell.
  expect(changed(before, await storedAbout(theirs))).toEqual([]);
});
