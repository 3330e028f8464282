import { beforeAll, beforeEach, expect, test } from 'vitest';

import { hours, minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { createPasskey, usePasskey, type Wrong } from '#functions/testing/software-authenticator.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { enableTwoFactor } from '#functions/testing/two-factor.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

let tests = 0;
let ip = '';
// Failures are counted by client address, too: each test has one of its own.
beforeEach(() => {
  tests += 1;
  ip = `198.18.1.${tests}`;
});
const ask: TestApi['request'] = (route, options) => api.request(route, { ip, ...options });

/** Makes a passkey in the browser of whoever holds a stepped-up session. */
async function makePasskey(cookie: string, wrong: Wrong = {}) {
  const { body } = await ask('POST /api/user/passkeys/options', { cookie });
  return createPasskey(body.options, wrong);
}

const send = (cookie: string, credential: unknown, name = 'Laptop') =>
  ask('POST /api/user/passkeys', { cookie, body: { name, credential } });

async function add(cookie: string, name = 'Laptop') {
  const { passkey, credential } = await makePasskey(cookie);
  const answer = await send(cookie, credential, name);
  expect(answer.status).toBe(201);
  return { passkey, id: answer.body.id as string, cookie: answer.cookie!, answer };
}

const list = async (cookie: string) => (await ask('GET /api/user/passkeys', { cookie })).body.passkeys;

const begin = (email: string) => ask('POST /api/auth/passkey/options', { body: { email } });

async function signIn(email: string, passkey: Parameters<typeof usePasskey>[0], wrong: Wrong = {}) {
  const { body } = await begin(email);
  const credential = usePasskey(passkey, body.options, wrong);
  return ask('POST /api/auth/passkey/verify', { body: { challenge: body.challenge, credential } });
}

/** Somebody with a passkey; the cookie is of a session with a fresh step-up. */
async function personWithPasskey() {
  const person = await api.person();
  return { ...person, ...(await add(await api.stepUp(person.cookie))) };
}

const remove = (cookie: string, id: string) =>
  ask('DELETE /api/user/passkeys/{id}', { cookie, params: { id } });

const rename = (cookie: string, id: string, name: string) =>
  ask('PATCH /api/user/passkeys/{id}', { cookie, params: { id }, body: { name } });

test('a passkey is added under a name, listed, and signs in without the password', async () => {
  const { email, passkey, answer, cookie, accountId } = await personWithPasskey();
  expect(answer.body).toEqual({
    id: expect.any(String),
    name: 'Laptop',
    createdAt: expect.any(String),
    lastUsedAt: null,
  });
  expect(await list(cookie)).toEqual([answer.body]);
  expect(await api.lastEvent('latchkey.passkey.added')).toMatchObject({
    accountId,
    origin: { ip },
    data: { passkeyName: 'Laptop', email },
  });

  const signedIn = await signIn(email, passkey);
  expect([signedIn.status, signedIn.body]).toEqual([200, { status: 'signed-in' }]);
  const session = await ask('GET /api/session', { cookie: signedIn.cookie });
  expect(session.body.user.email).toBe(email);
  // Signing in proves nothing anew: what is sensitive still asks.
  expect(session.body.stepUpUntil).toBeNull();
  expect((await list(signedIn.cookie!))[0].lastUsedAt).not.toBeNull();
  expect(await api.lastEvent('latchkey.session.started')).toMatchObject({
    accountId,
    data: { method: 'passkey' },
  });
});

test('the browser shows the product and the person, and learns nothing else', async () => {
  const person = await api.person();
  const { body } = await ask('POST /api/user/passkeys/options', {
    cookie: await api.stepUp(person.cookie),
  });
  expect(body.options).toMatchObject({
    rp: { id: 'account.example.test', name: 'Latchkey Test' },
    user: { name: person.email, displayName: 'Ada Lovelace' },
    authenticatorSelection: { userVerification: 'required' },
  });
});

test('adding and removing want a proof of the last ten minutes (ASVS 7.5.1)', async () => {
  const { cookie } = await api.person();
  const { credential } = createPasskey({ rp: { id: 'x' }, user: { id: 'x' }, challenge: 'x' });
  for (const answer of [
    await ask('POST /api/user/passkeys/options', { cookie }),
    await send(cookie, credential),
    await remove(cookie, newId()),
  ]) {
    expect([answer.status, answer.body.reason]).toEqual([403, 'step-up-required']);
  }
});

test('adding and removing renew the session’s secret (ASVS 7.2.4)', async () => {
  const { id, cookie } = await personWithPasskey();
  const removed = await remove(cookie, id);
  expect([removed.status, removed.cookie === cookie]).toEqual([204, false]);
  api.advance(11_000);
  expect((await ask('GET /api/session', { cookie })).status).toBe(401);
  expect((await ask('GET /api/session', { cookie: removed.cookie })).status).toBe(200);
});

test.each([
  ['made at another site', { origin: 'https://evil.example' }, 'passkey-not-accepted'],
  ['for another host', { rpId: 'evil.example' }, 'passkey-not-accepted'],
  ['made without looking who it is', { userVerified: false }, 'passkey-not-accepted'],
  ['that answers what nobody asked', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'challenge-expired'],
] as [string, Wrong, string][])('a passkey %s is not added', async (_, wrong, reason) => {
  const { cookie } = await api.person();
  const stepped = await api.stepUp(cookie);
  const { credential } = await makePasskey(stepped, wrong);
  const answer = await send(stepped, credential);
  expect([answer.status, answer.body.reason]).toEqual([400, reason]);
  expect((await api.items()).filter(({ sk }) => String(sk).startsWith('PASSKEY#'))).not.toContainEqual(
    expect.objectContaining({ state: 'adding' }),
  );
});

test('a passkey is one person’s: nobody else adds, renames, removes or uses it (ASVS 8.2.2)', async () => {
  const [ada, eve] = [await personWithPasskey(), await personWithPasskey()];
  const made = await makePasskey(ada.cookie);
  expect((await send(eve.cookie, made.credential)).body.reason).toBe('challenge-expired');
  for (const answer of [await rename(eve.cookie, ada.id, 'Mine'), await remove(eve.cookie, ada.id)]) {
    expect([answer.status, answer.body.reason]).toEqual([404, 'not-found']);
  }
  expect((await signIn(eve.email, ada.passkey)).body.reason).toBe('passkey-refused');
  expect((await signIn(eve.email, eve.passkey, { signedBy: ada.passkey })).status).toBe(401);
  expect(await list(ada.cookie)).toEqual([expect.objectContaining({ name: 'Laptop' })]);
  expect((await signIn(ada.email, ada.passkey)).status).toBe(200);
});

test.each([
  ['of another site', { origin: 'https://evil.example' }],
  ['for another host', { rpId: 'evil.example' }],
  ['without user verification', { userVerified: false }],
  ['of another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ['of a copied authenticator', { counter: 0 }],
] as [string, Wrong][])('a signature %s signs nobody in', async (_, wrong) => {
  const { email, passkey } = await personWithPasskey();
  await signIn(email, passkey);
  const answer = await signIn(email, passkey, wrong);
  expect([answer.status, answer.body.reason, answer.cookie]).toEqual([401, 'passkey-refused', undefined]);
});

test('a challenge signs in once, for minutes, and can’t be made up (ASVS 6.7.2)', async () => {
  const { email, passkey } = await personWithPasskey();
  const verify = (challenge: string, credential: unknown) =>
    ask('POST /api/auth/passkey/verify', { body: { challenge, credential } });
  const first = (await begin(email)).body;
  const signed = usePasskey(passkey, first.options);
  expect((await verify(first.challenge, signed)).status).toBe(200);
  expect((await verify(first.challenge, signed)).body.reason).toBe('passkey-refused');

  const late = (await begin(email)).body;
  api.advance(6 * minutes);
  expect((await verify(late.challenge, usePasskey(passkey, late.options))).body.reason).toBe(
    'challenge-expired',
  );
  const fresh = (await begin(email)).body;
  for (const forged of ['AAAA', `${fresh.challenge.slice(0, -4)}AAAA`, 'B'.repeat(3200)]) {
    expect((await verify(forged, usePasskey(passkey, fresh.options))).body.reason).toBe('challenge-expired');
  }
});

test('known and unknown addresses, with passkeys and without, get alike answers for alike work (ASVS 6.3.8)', async () => {
  const withOne = await personWithPasskey();
  const without = await api.person();
  const addresses = [withOne.email, without.email, `${newId()}@example.test`];
  const seen = [];
  for (const email of addresses) {
    api.counter.take();
    const { status, body } = await begin(email);
    const { calls } = api.counter.take();
    const { challenge, ...options } = body.options;
    seen.push({ status, options, calls, lengths: [challenge.length, body.challenge.length] });
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
  expect(seen[0]!.options).toEqual({
    rpId: 'account.example.test',
    timeout: 5 * minutes,
    userVerification: 'required',
  });

  const answers = [];
  for (const email of addresses) {
    const { body } = await begin(email);
    const { passkey } = createPasskey({
      rp: { id: 'account.example.test' },
      user: { id: 'AA' },
      challenge: 'AA',
    });
    const credential = usePasskey(passkey, body.options);
    const answer = await ask('POST /api/auth/passkey/verify', {
      body: { challenge: body.challenge, credential },
    });
    const { requestId: _r, ...rest } = answer.body;
    answers.push({ status: answer.status, ...rest });
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test('failures count together with those of the password (ASVS 6.3.1; CVE-2026-9798)', async () => {
  const { email, passkey } = await personWithPasskey();
  for (let index = 0; index < 5; index += 1) {
    expect((await signIn(email, passkey, { userVerified: false })).status).toBe(401);
    const wrong = await ask('POST /api/auth/sign-in', { body: { email, password: 'wrong wrong' } });
    expect(wrong.status).toBe(401);
  }
  const locked = await signIn(email, passkey);
  expect([locked.status, locked.body.reason]).toEqual([429, 'too-many-attempts']);
  expect((await ask('POST /api/auth/sign-in', { body: { email, password } })).status).toBe(429);
  api.advance(61_000);
  expect((await signIn(email, passkey)).status).toBe(200);
});

test('a passkey is both factors: with two-factor on it signs in by itself (ASVS 6.3.4)', async () => {
  const before = await personWithPasskey();
  const { cookie } = await enableTwoFactor(api, before.cookie);
  expect((await ask('POST /api/auth/sign-in', { body: { email: before.email, password } })).body.status).toBe(
    'second-factor-required',
  );
  expect((await signIn(before.email, before.passkey)).status).toBe(200);
  // Where two-factor was on first.
  const second = await add(cookie, 'Phone');
  expect((await signIn(before.email, second.passkey)).status).toBe(200);
  // And the password alone is still only half.
  expect((await ask('POST /api/auth/sign-in', { body: { email: before.email, password } })).body.status).toBe(
    'second-factor-required',
  );
});

test('a removed passkey signs in no more, and its owner is told (ASVS 6.3.7)', async () => {
  const { email, id, cookie, passkey, accountId } = await personWithPasskey();
  const begun = (await begin(email)).body;
  expect((await remove(cookie, id)).status).toBe(204);
  const credential = usePasskey(passkey, begun.options);
  const late = await ask('POST /api/auth/passkey/verify', {
    body: { challenge: begun.challenge, credential },
  });
  expect([late.status, late.body.reason]).toEqual([401, 'passkey-refused']);
  expect((await signIn(email, passkey)).status).toBe(401);
  expect(await api.lastEvent('latchkey.passkey.removed')).toMatchObject({ accountId, data: { email } });
  const again = await api.stepUp((await api.signIn(email))!);
  expect(await list(again)).toEqual([]);
  expect((await remove(again, id)).status).toBe(404);
});

test('a passkey that is a day old can’t be removed for a day after another factor was added', async () => {
  const { email, id, cookie } = await personWithPasskey();
  const second = await add(cookie, 'Phone');
  const guarded = await remove(second.cookie, id);
  expect([guarded.status, guarded.body.reason]).toEqual([403, 'factor-too-new']);
  expect((await remove(second.cookie, second.id)).status).toBe(204);
  api.advance(24 * hours);
  const later = await api.stepUp((await api.signIn(email))!);
  expect((await remove(later, id)).status).toBe(204);
});

test('a passkey gets another name, and only a name', async () => {
  const { id, cookie } = await personWithPasskey();
  expect((await rename(cookie, id, '  Ada’s phone ')).status).toBe(204);
  expect((await list(cookie))[0].name).toBe('Ada’s phone');
  expect((await api.lastEvent('latchkey.passkey.renamed')).data).toMatchObject({
    passkeyName: 'Ada’s phone',
    oldName: 'Laptop',
  });
  const events = (await api.events()).length;
  expect((await rename(cookie, id, 'Ada’s phone')).status).toBe(204);
  expect((await api.events()).length).toBe(events);
  for (const name of ['', '   ', 'x'.repeat(101), 'two\nlines']) {
    expect((await rename(cookie, id, name)).body.errors).toEqual([expect.objectContaining({ path: 'name' })]);
  }
});

test('twenty passkeys are the most, and the reason says so', async () => {
  let { cookie } = await personWithPasskey();
  for (let count = 1; count < 20; count += 1) ({ cookie } = await add(cookie, `Key ${count}`));
  const full = await ask('POST /api/user/passkeys/options', { cookie });
  expect([full.status, full.body.reason]).toEqual([409, 'too-many-passkeys']);
  expect(await list(cookie)).toHaveLength(20);
});

test('a list costs two round trips, a sign-in three besides the throttle', async () => {
  const { email, passkey, cookie } = await personWithPasskey();
  api.counter.take();
  await list(cookie);
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'Query']);
  const { body } = await begin(email);
  const credential = usePasskey(passkey, body.options);
  api.counter.take();
  await ask('POST /api/auth/passkey/verify', { body: { challenge: body.challenge, credential } });
  const { calls } = api.counter.take();
  const throttle = new Set(['UpdateItem', 'DeleteItem']);
  expect(calls.filter((call) => !throttle.has(call))).toEqual([
    'BatchGetItem',
    'BatchGetItem',
    'TransactWriteItems',
  ]);
});
