import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';

import { minutes } from '#functions/shared/clock.ts';
import { membershipKey } from '#functions/shared/table.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { personWithTwoFactor } from '#functions/testing/two-factor.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const [home, elsewhere] = ['203.0.113.7', '198.51.100.9'];
type Person = Awaited<ReturnType<typeof personWithTwoFactor>>;

/** An owner whose company lets in the office only, confirmed, and who is somewhere else. */
async function lockedOut(): Promise<Person> {
  const person = await personWithTwoFactor(api);
  const stepped = await api.request('POST /api/session/step-up', {
    cookie: person.cookie,
    body: { password, code: person.code() },
  });
  const cookie = stepped.cookie!;
  await api.request('PUT /api/company/ip-allowlist', {
    cookie,
    body: { mode: 'enforce', scope: 'all', entries: [{ cidr: home }] },
  });
  await api.request('POST /api/company/ip-allowlist/confirm', { cookie });
  return { ...person, cookie };
}

let addresses = 0;
const breakGlass = (
  person: Person,
  { code = person.code(), ...more }: { code?: string | undefined; [field: string]: unknown } = {},
  cookie?: string,
) => {
  addresses += 1;
  return api.request('POST /api/company/ip-allowlist/break-glass', {
    cookie,
    ip: `198.51.101.${addresses}`,
    body: {
      ...(cookie === undefined ? { email: person.email } : {}),
      password,
      code,
      recoveryCode: person.recoveryCodes[0],
      ...more,
    },
  });
};
const session = (cookie: string) => api.request('GET /api/session', { cookie, ip: elsewhere });
const used = async (person: Person) =>
  (await api.events()).filter(
    ({ type, accountId }) =>
      type === 'latchkey.company.ip-break-glass-used' && accountId === person.accountId,
  );

test('an owner with password, authenticator and a recovery code passes for half an hour, and owners are told', async () => {
  const person = await lockedOut();
  expect((await session(person.cookie)).status).toBe(403);
  const broken = await breakGlass(person, {}, person.cookie);
  expect(broken.status).toBe(200);
  expect(Date.parse(broken.body.until) - api.now().getTime()).toBeLessThanOrEqual(30 * minutes);
  expect((await session(person.cookie)).status).toBe(200);
  const [event] = await used(person);
  expect(event!.data).toMatchObject({ owner: 'Ada Lovelace', recipients: [{ email: person.email }] });
  api.advance(29 * minutes);
  expect((await session(person.cookie)).status).toBe(200);
  api.advance(1 * minutes);
  expect((await session(person.cookie)).status).toBe(403);
});

test('who has no session any more gets it, too, and signs in then', async () => {
  const person = await lockedOut();
  const { challenge } = (
    await api.request('POST /api/auth/sign-in', { body: { email: person.email, password }, ip: elsewhere })
  ).body;
  const finish = (code: string, given = challenge) =>
    api.request('POST /api/auth/second-factor', {
      ip: elsewhere,
      body: { challenge: given, method: 'totp', code },
    });
  const refused = await finish(person.code());
  expect([refused.status, refused.body.reason, refused.cookie]).toEqual([403, 'ip-not-allowed', undefined]);
  expect((await breakGlass(person)).status).toBe(200);
  const again = await api.request('POST /api/auth/sign-in', {
    body: { email: person.email, password },
    ip: elsewhere,
  });
  const signedIn = await finish(person.code(), again.body.challenge);
  expect([signedIn.status, (await session(signedIn.cookie!)).status]).toEqual([200, 200]);
});

test('it is no address that could confirm enforcement', async () => {
  const person = await lockedOut();
  await breakGlass(person, {}, person.cookie);
  const from = (route: string, body?: object) =>
    api.request(route, { cookie: person.cookie, ip: elsewhere, body });
  await from('PUT /api/company/ip-allowlist', { mode: 'monitor', scope: 'all', entries: [{ cidr: home }] });
  const list = { scope: 'all', entries: [{ cidr: home }] };
  const again = await from('PUT /api/company/ip-allowlist', { mode: 'enforce', ...list });
  expect([again.status, again.body.reason]).toEqual([409, 'would-lock-you-out']);
  await api.request('PUT /api/company/ip-allowlist', {
    cookie: person.cookie,
    ip: home,
    body: { mode: 'enforce', ...list },
  });
  expect((await from('POST /api/company/ip-allowlist/confirm')).body.reason).toBe('ip-not-allowed');
});

test('anything less than all three does nothing, and counts as a failed proof', async () => {
  const person = await lockedOut();
  const refusal = async (more: { code?: string | undefined; [field: string]: unknown }) =>
    (await breakGlass(person, more)).body.reason;
  expect(await refusal({ password: 'wrong password' })).toBe('invalid-credentials');
  expect(await refusal({ code: '000000' })).toBe('invalid-code');
  expect(await refusal({ code: person.recoveryCodes[1] })).toBe('invalid-code');
  expect(await refusal({ recoveryCode: 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAAA' })).toBe('invalid-code');
  expect(await used(person)).toEqual([]);
  expect((await session(person.cookie)).status).toBe(403);
  for (let n = 0; n < 7; n += 1) await refusal({ recoveryCode: 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAAA' });
  expect((await breakGlass(person)).status).toBe(429);
});

test('a recovery code is used up by it: of two at once one passes', async () => {
  const person = await lockedOut();
  const [first, second] = [person.code(), person.code()];
  const answers = await Promise.all([
    breakGlass(person, { code: first }),
    breakGlass(person, { code: second }),
  ]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await breakGlass(person)).body.reason).toBe('invalid-code');
});

test('it is for owners with two-factor only, and tells strangers nothing', async () => {
  const plain = await api.person();
  const body = { email: plain.email, password, code: '123456', recoveryCode: 'AAAAAAAAAA' };
  const route = 'POST /api/company/ip-allowlist/break-glass';
  expect((await api.request(route, { body })).body.reason).toBe('two-factor-off');
  const wrong = await api.request(route, { body: { ...body, password: 'wrong password' } });
  const unknown = await api.request(route, { body: { ...body, email: 'nobody@example.test' } });
  const { requestId: _, ...told } = wrong.body;
  const { requestId: __, ...toldUnknown } = unknown.body;
  expect(toldUnknown).toEqual(told);
  const { email: ___, ...nobody } = body;
  expect((await api.request(route, { body: nobody })).body.reason).toBe('unauthorized');

  const member = await lockedOut();
  const [accountId, companyId] = member.cookie.split('.');
  await api.table.client.send(
    new UpdateCommand({
      TableName: api.table.name,
      Key: { ...membershipKey(companyId!, accountId!) },
      UpdateExpression: 'SET #role = :role',
      ExpressionAttributeNames: { '#role': 'role' },
      ExpressionAttributeValues: { ':role': 'admin' },
    }),
  );
  expect((await breakGlass(member)).body.reason).toBe('forbidden');
});

test('it opens the company that it was used for, and no other', async () => {
  const person = await lockedOut();
  await breakGlass(person, {}, person.cookie);
  const { id } = (
    await api.request('POST /api/companies', { cookie: person.cookie, body: { name: 'Second' } })
  ).body;
  const switched = await api.request('POST /api/session/company', {
    cookie: person.cookie,
    body: { companyId: id },
  });
  const stepped = await api.request('POST /api/session/step-up', {
    cookie: switched.cookie,
    body: { password, code: person.code() },
  });
  await api.request('PUT /api/company/ip-allowlist', {
    cookie: stepped.cookie,
    body: { mode: 'enforce', scope: 'all', entries: [{ cidr: home }] },
  });
  expect((await session(stepped.cookie!)).status).toBe(403);
});
