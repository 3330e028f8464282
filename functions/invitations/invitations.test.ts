import { beforeAll, beforeEach, expect, test } from 'vitest';

import { days, minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
// Past the windows in which calls of one address are counted.
beforeEach(() => {
  api.advance(10 * minutes);
});

const newcomer = { name: 'Grace Hopper', password: 'a long harbour phrase', timezone: 'America/New_York' };

/** An owner with a company, and what they can do about invitations. */
async function setup() {
  const owner = await api.person();
  const { cookie } = owner;
  const companyId = cookie.split('.')[1] ?? '';
  const invite = (email: string, role = 'member') =>
    api.request('POST /api/company/invitations', { cookie, body: { email, role } });
  return {
    ...owner,
    companyId,
    invite,
    /** Invites and gives the token that the mail carries. */
    invited: async (email: string, role = 'member') => {
      await invite(email, role);
      return api.invitation();
    },
    list: async () => (await api.request('GET /api/company/invitations', { cookie })).body.invitations,
    revoke: (id: string) => api.request('DELETE /api/company/invitations/{id}', { cookie, params: { id } }),
    members: async () => (await api.request('GET /api/company/members', { cookie })).body.members,
  };
}
const accept = (token: string, more: object = {}, cookie?: string) =>
  api.request('POST /api/auth/invitations/accept', { cookie, body: { token, ...more } });
const address = () => `${newId()}@example.test`;
const session = (cookie: string | undefined) => api.request('GET /api/session', { cookie });

test('an account that is signed in joins, and its session goes on in the company', async () => {
  const { companyId, invited, members, list } = await setup();
  const grace = await api.person();
  const token = await invited(grace.email, 'admin');
  expect(await list()).toMatchObject([{ email: grace.email, role: 'admin' }]);
  const joined = await accept(token, {}, grace.cookie);
  expect(joined.body).toEqual({
    email: grace.email,
    role: 'admin',
    company: { id: companyId, name: 'Ada Lovelace’s company' },
    signedIn: true,
  });
  expect((await session(joined.cookie)).body.company).toMatchObject({ id: companyId, role: 'admin' });
  expect(await members()).toHaveLength(2);
  expect(await list()).toEqual([]);
  expect(await api.lastEvent('latchkey.member.joined')).toMatchObject({
    accountId: grace.accountId,
    companyId,
    data: { role: 'admin', email: grace.email },
  });
  // The link again answers the same, and changes nothing.
  const again = await accept(token, {}, joined.cookie);
  expect([again.status, again.body, again.cookie]).toEqual([200, joined.body, undefined]);
});

test('the link alone signs nobody in to an account: not without a session, nor with somebody else’s', async () => {
  const { cookie, invited, members } = await setup();
  const grace = await api.person();
  const token = await invited(grace.email);
  const alone = await accept(token, newcomer);
  expect([alone.status, alone.body.reason, alone.cookie]).toEqual([401, 'sign-in-required', undefined]);
  expect(alone.body.current).toMatchObject({ email: grace.email, signedIn: false });
  const asAnother = await accept(token, newcomer, cookie);
  expect([asAnother.status, asAnother.body.reason]).toEqual([409, 'signed-in-as-another']);
  expect(await members()).toHaveLength(1);
  // Neither did the password change that stood in the body.
  expect(await api.signIn(grace.email)).toBeDefined();
  expect(await api.signIn(grace.email, newcomer.password)).toBeUndefined();
});

test('an address without an account chooses a name and a password, and is signed in to the company', async () => {
  const { companyId, invited, members } = await setup();
  const email = address();
  const token = await invited(email);
  const asked = await accept(token);
  expect([asked.status, asked.body.reason, asked.body.current.email]).toEqual([
    401,
    'sign-up-required',
    email,
  ]);
  const weak = await accept(token, { ...newcomer, password: 'password' });
  expect(weak.body.errors).toEqual([{ path: 'password', reason: 'password-too-common' }]);
  const joined = await accept(token, newcomer);
  expect([joined.status, joined.body.signedIn]).toEqual([200, true]);
  const { body } = await session(joined.cookie);
  expect(body.user).toMatchObject({ email, name: 'Grace Hopper', timezone: 'America/New_York' });
  expect(body.companies).toEqual([{ id: companyId, name: 'Ada Lovelace’s company', role: 'member' }]);
  expect(await members()).toHaveLength(2);
  expect((await accept(token, newcomer)).body.reason).toBe('sign-in-required');
});

test('what somebody else began with the address ends: no password of theirs opens the account (pre-hijacking)', async () => {
  const { invited } = await setup();
  const email = address();
  const attackers = { email, password: 'attacker chosen phrase', name: 'Eve' };
  await api.request('POST /api/auth/sign-up', { body: attackers });
  const { code } = await api.mailed('latchkey.account.sign-up-requested', 'sign-up');
  const token = await invited(email);
  expect((await accept(token, newcomer)).status).toBe(200);
  const late = await api.request('POST /api/auth/confirm-sign-up', { body: { email, code } });
  expect([late.status, late.body.reason]).toEqual([400, 'invalid-code']);
  await api.request('POST /api/auth/sign-up', { body: attackers });
  expect(await api.signIn(email, attackers.password)).toBeUndefined();
  expect(await api.signIn(email, newcomer.password)).toBeDefined();
});

test('a sign-up that begins while the invitation is accepted leaves one password: the proven one', async () => {
  const { invited } = await setup();
  for (let round = 0; round < 8; round += 1) {
    api.advance(10 * minutes);
    const email = address();
    const token = await invited(email);
    const attackers = { email, password: 'attacker chosen phrase', name: 'Eve' };
    const [answer] = await Promise.all([
      accept(token, newcomer),
      api.request('POST /api/auth/sign-up', { body: attackers }),
    ]);
    if (answer.status !== 200) {
      expect([answer.status, answer.body.reason]).toEqual([409, 'request-in-progress']);
      expect((await accept(token, newcomer)).status).toBe(200);
    }
    const ip = `198.18.50.${round}`;
    expect(await api.signIn(email, attackers.password, { ip })).toBeUndefined();
    expect(await api.signIn(email, newcomer.password, { ip })).toBeDefined();
  }
});

test('a link is good for seven days, for the newest mail, and while it is not withdrawn', async () => {
  const { invite, invited, list, revoke, companyId } = await setup();
  const email = address();
  const first = await invited(email);
  const second = await invited(email, 'admin');
  expect(await list()).toMatchObject([{ email, role: 'admin' }]);
  expect((await accept(first, newcomer)).body.reason).toBe('invalid-code');
  const [{ id }] = await list();
  expect((await revoke(id)).status).toBe(204);
  expect((await revoke(id)).status).toBe(404);
  expect((await accept(second, newcomer)).body.reason).toBe('invalid-code');
  expect(await api.lastEvent('latchkey.member.invitation-revoked')).toMatchObject({
    companyId,
    data: { email },
  });
  await invite(email);
});

test('an expired link opens nothing; the admin sees it and sends a fresh one', async () => {
  const owner = await setup();
  const email = address();
  const token = await owner.invited(email);
  api.advance(7 * days);
  expect((await accept(token, newcomer)).body.reason).toBe('code-expired');
  const cookie = (await api.signIn(owner.email)) ?? '';
  await api.request('POST /api/company/invitations', { cookie, body: { email, role: 'member' } });
  expect((await accept(await api.invitation(), newcomer)).status).toBe(200);
});

test('whoever is a member already is not invited; a removed one does not come back by the old link', async () => {
  const { companyId, cookie, email, invite, invited } = await setup();
  const grace = await api.person();
  const token = await invited(grace.email);
  const joined = await accept(token, {}, grace.cookie);
  for (const member of [email, grace.email])
    expect((await invite(member)).body.reason).toBe('already-member');
  await api.request('DELETE /api/company/members/{id}', { cookie, params: { id: grace.accountId } });
  const out = await session(joined.cookie);
  expect((await accept(token, {}, out.cookie)).body.reason).toBe('code-expired');
  const fresh = await invited(grace.email);
  const back = await accept(fresh, {}, out.cookie);
  expect((await session(back.cookie)).body.company.id).toBe(companyId);
});

test('nobody is invited as an owner', async () => {
  const { invite } = await setup();
  const refused = await invite(address(), 'owner');
  expect([refused.status, refused.body.errors]).toEqual([400, [{ path: 'role', reason: 'invalid-choice' }]]);
});

test('an address with an account and one without are invited by the same work with the same answer (ASVS 6.3.8)', async () => {
  const { invite } = await setup();
  const known = await api.person();
  const invitedTo = async (email: string) => {
    api.counter.take();
    const { status, body } = await invite(email);
    return [status, Object.keys(body), api.counter.take().calls];
  };
  expect(await invitedTo(known.email)).toEqual(await invitedTo(address()));
});

test('tokens that are none, of other companies or changed by a letter open nothing', async () => {
  const [one, other] = [await setup(), await setup()];
  const email = address();
  const token = await one.invited(email);
  const [company = '', id = '', code = ''] = token.split('.');
  const forged = [
    'nonsense',
    `${other.companyId}.${id}.${code}`,
    `${company}.${newId()}.${code}`,
    `${company}.${id}.${'A'.repeat(26)}`,
    `${company}.${id}.${code.slice(0, -1)}`,
    `${token}.more`,
  ];
  for (const bad of forged) expect((await accept(bad, newcomer)).body.reason).toBe('invalid-code');
  expect(await one.members()).toHaveLength(1);
});

test('killed before or after each write, accepting is finished by the link a minute later', async () => {
  const { invited } = await setup();
  for (const [kill, part] of [0, 1, 2, 3, 4].flatMap((n) => [
    [n, 'cognito'] as const,
    [n, 'table'] as const,
  ])) {
    const email = address();
    const token = await invited(email);
    await killedAfter(part, kill, () => accept(token, newcomer));
    api.advance(1 * minutes);
    const healed = await accept(token, newcomer);
    const done = healed.status === 200 || healed.body.reason === 'sign-in-required';
    expect([part, kill, done]).toEqual([part, kill, true]);
    expect(await api.signIn(email, newcomer.password, { ip: '198.18.77.1' })).toBeDefined();
  }
});

/** Lets so many writes of a part through, then fails every further call of it until the request has ended. */
async function killedAfter(part: 'cognito' | 'table', writes: number, act: () => Promise<unknown>) {
  let left = writes;
  const guard = async (send: () => Promise<unknown>) => {
    if (left === 0) throw Object.assign(new Error('killed'), { name: 'TimeoutError' });
    left -= 1;
    return send();
  };
  if (part === 'table') {
    const { client } = api.table;
    const send = client.send.bind(client);
    client.send = ((command: { constructor: { name: string } }) =>
      /Put|Update|Delete|Transact/.test(command.constructor.name)
        ? guard(() => send(command as never))
        : send(command as never)) as typeof client.send;
    await act().finally(() => {
      client.send = send;
    });
    return;
  }
  const original = { ...api.pool };
  const guarded = Object.entries(original)
    .filter(([name]) => ['signUp', 'confirm', 'deleteUser'].includes(name))
    .map(([name, call]) => [
      name,
      (...given: unknown[]) => guard(() => Promise.resolve(Reflect.apply(call, null, given))),
    ]);
  Object.assign(api.pool, Object.fromEntries(guarded));
  await act().finally(() => Object.assign(api.pool, original));
}

test('the password of the sign-in page is asked of an account, so an invitation is no way round it', async () => {
  const { invited } = await setup();
  const { email, cookie } = await api.person();
  const token = await invited(email);
  await api.request('POST /api/auth/sign-out', { cookie });
  expect((await accept(token, { ...newcomer, password }, cookie)).body.reason).toBe('sign-in-required');
});
