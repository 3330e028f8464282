import { beforeAll, describe, expect, test } from 'vitest';

import { minutes } from '#functions/shared/clock.ts';
import { password, startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import {
  challengeOf,
  enableTwoFactor,
  freshCode,
  personWithTwoFactor,
  signInWith,
} from '#functions/testing/two-factor.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const status = async (cookie: string) => (await api.request('GET /api/user/two-factor', { cookie })).body;
const signIn = (email: string) => api.request('POST /api/auth/sign-in', { body: { email, password } });
const stepUp = (cookie: string, code?: string) =>
  api.request('POST /api/session/step-up', { cookie, body: { password, code } });
const disable = (cookie: string, code: string) =>
  api.request('DELETE /api/user/two-factor', { cookie, body: { password, code } });
const off = {
  enabled: false,
  since: null,
  recoveryCodesLeft: 0,
  recoveryCodesLow: false,
  guardedUntil: null,
};

describe('enrolling', () => {
  test('a confirmed code turns two-factor on, gives ten recovery codes and rotates the session (ASVS 6.5.2)', async () => {
    const { email, cookie } = await api.person();
    const stepped = await api.stepUp(cookie);
    expect(await status(stepped)).toEqual(off);
    const enrolled = await api.request('POST /api/user/two-factor/enrol', { cookie: stepped });
    expect(enrolled.body.secret).toMatch(/^[A-Z2-7]{32,}$/);
    expect(enrolled.body.otpauthUri).toBe(
      `otpauth://totp/Latchkey%20Test:${encodeURIComponent(email)}?secret=${enrolled.body.secret}&issuer=Latchkey%20Test`,
    );
    // Until it is confirmed nothing has changed.
    expect((await signIn(email)).body).toEqual({ status: 'signed-in' });

    const body = { code: freshCode(api, enrolled.body.secret) };
    const confirmed = await api.request('POST /api/user/two-factor/confirm', { cookie: stepped, body });
    const { recoveryCodes } = confirmed.body;
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{6}$/);
    expect(confirmed.cookie).not.toBe(stepped);
    expect(await status(confirmed.cookie!)).toMatchObject({ enabled: true, recoveryCodesLeft: 10 });
    const stored = JSON.stringify(await api.items());
    for (const code of recoveryCodes) expect(stored).not.toContain(code.replaceAll('-', ''));
    expect(stored).not.toContain(enrolled.body.secret);
    expect((await api.lastEvent('latchkey.two-factor.enabled')).data).toMatchObject({ email });
  });

  test('a wrong code turns nothing on, and counts', async () => {
    const { email, cookie } = await api.person();
    const stepped = await api.stepUp(cookie);
    const confirm = (code: string) =>
      api.request('POST /api/user/two-factor/confirm', { cookie: stepped, ip: '198.18.0.1', body: { code } });
    expect((await confirm('000000')).body.reason).toBe('invalid-code');
    const { body } = await api.request('POST /api/user/two-factor/enrol', { cookie: stepped });
    for (let n = 0; n < 9; n += 1) expect((await confirm('ABCDEFGHJK')).body.reason).toBe('invalid-code');
    expect((await confirm(freshCode(api, body.secret))).status).toBe(429);
    api.advance(1 * minutes);
    expect(await status(stepped)).toEqual(off);
    expect((await signIn(email)).body).toEqual({ status: 'signed-in' });
  });

  test('it needs a step-up, and is refused while two-factor is on', async () => {
    const { cookie } = await api.person();
    const refused = await api.request('POST /api/user/two-factor/enrol', { cookie });
    expect([refused.status, refused.body.reason]).toEqual([403, 'step-up-required']);
    const person = await personWithTwoFactor(api);
    const stepped = (await stepUp(person.cookie, person.code())).cookie!;
    for (const path of ['enrol', 'confirm'] as const) {
      const answer = await api.request(`POST /api/user/two-factor/${path}`, {
        cookie: stepped,
        body: { code: '000000' },
      });
      expect([answer.status, answer.body.reason]).toEqual([409, 'two-factor-on']);
    }
  });

  test('enrolling again before confirming gives another secret, and the first one is dead', async () => {
    const { cookie } = await api.person();
    const stepped = await api.stepUp(cookie);
    const enrol = () => api.request('POST /api/user/two-factor/enrol', { cookie: stepped });
    const [first, second] = [(await enrol()).body.secret, (await enrol()).body.secret];
    const confirm = (secret: string) =>
      api.request('POST /api/user/two-factor/confirm', {
        cookie: stepped,
        body: { code: freshCode(api, secret) },
      });
    expect((await confirm(first)).status).toBe(400);
    expect((await confirm(second)).status).toBe(200);
  });

  test('of two confirmations at once one wins', async () => {
    const { email, cookie } = await api.person();
    const [one, two] = [await api.stepUp(cookie), await api.stepUp((await api.signIn(email))!)];
    const { body } = await api.request('POST /api/user/two-factor/enrol', { cookie: one });
    const code = freshCode(api, body.secret);
    const answers = await Promise.all(
      [one, two].map((held) =>
        api.request('POST /api/user/two-factor/confirm', { cookie: held, body: { code } }),
      ),
    );
    expect(answers.filter(({ status: answered }) => answered === 200)).toHaveLength(1);
  });
});

describe('signing in', () => {
  test('the password gives a challenge and no session, the code finishes (ASVS 6.3.1)', async () => {
    const { email, code } = await personWithTwoFactor(api);
    const first = await signIn(email);
    expect([first.status, first.cookie]).toEqual([200, undefined]);
    expect(first.body).toEqual({
      status: 'second-factor-required',
      challenge: expect.any(String),
      methods: ['totp', 'recovery-code'],
    });
    const { challenge } = first.body;
    const done = await api.request('POST /api/auth/second-factor', {
      body: { challenge, method: 'totp', code: code() },
    });
    expect([done.status, done.body]).toEqual([200, { status: 'signed-in' }]);
    expect((await api.request('GET /api/session', { cookie: done.cookie })).body.user.email).toBe(email);
    expect((await api.lastEvent('latchkey.session.started')).data).toMatchObject({ method: 'totp' });
  });

  test('a recovery code signs in once and leaves two-factor on (CVE-2026-31875)', async () => {
    const { email, recoveryCodes } = await personWithTwoFactor(api);
    const [code = ''] = recoveryCodes;
    const typed = code.toLowerCase().replaceAll('-', ' ');
    const done = await signInWith(api, email, { method: 'recovery-code', code: typed });
    expect([done.status, done.body]).toEqual([200, { status: 'signed-in', recoveryCodesLeft: 9 }]);
    expect(await status(done.cookie!)).toMatchObject({ enabled: true, recoveryCodesLeft: 9 });
    expect((await api.lastEvent('latchkey.two-factor.recovery-code-used')).data).toMatchObject({
      codesLeft: 9,
      purpose: 'sign-in',
    });
    expect((await signIn(email)).body.status).toBe('second-factor-required');
    const again = await signInWith(api, email, { method: 'recovery-code', code });
    expect([again.status, again.body.reason, again.cookie]).toEqual([400, 'invalid-code', undefined]);
  });

  test('few codes left are a warning, none left is no method', async () => {
    const { email, cookie, recoveryCodes } = await personWithTwoFactor(api);
    for (const code of recoveryCodes.slice(0, 7))
      await signInWith(api, email, { method: 'recovery-code', code });
    expect(await status(cookie)).toMatchObject({ recoveryCodesLeft: 3, recoveryCodesLow: true });
    for (const code of recoveryCodes.slice(7))
      await signInWith(api, email, { method: 'recovery-code', code });
    expect((await signIn(email)).body.methods).toEqual(['totp']);
  });
});

describe('stepping up', () => {
  test('it asks for the second factor, takes a code or a recovery code, each once', async () => {
    const { cookie, code, recoveryCodes } = await personWithTwoFactor(api);
    const alone = await stepUp(cookie);
    expect([alone.status, alone.body.reason]).toEqual([403, 'second-factor-required']);
    expect((await stepUp(cookie, '000000')).body.reason).toBe('invalid-code');
    const shown = code();
    const first = await stepUp(cookie, shown);
    expect(first.status).toBe(200);
    expect((await stepUp(first.cookie!, shown)).body.reason).toBe('code-used');
    const second = await stepUp(first.cookie!, recoveryCodes[0]);
    expect(second.status).toBe(200);
    expect((await stepUp(second.cookie!, recoveryCodes[0])).body.reason).toBe('invalid-code');
    expect(await status(second.cookie!)).toMatchObject({ recoveryCodesLeft: 9 });
  });
});

describe('regenerating', () => {
  test('the new set kills the old, rotates the session and tells its owner', async () => {
    const { email, cookie, code, recoveryCodes } = await personWithTwoFactor(api);
    const regenerate = (held: string) =>
      api.request('POST /api/user/two-factor/recovery-codes', { cookie: held });
    api.advance(10 * minutes);
    expect((await regenerate(cookie)).body.reason).toBe('step-up-required');
    const stepped = (await stepUp(cookie, code())).cookie!;
    const { body, cookie: rotated } = await regenerate(stepped);
    expect(body.recoveryCodes).toHaveLength(10);
    expect(rotated).not.toBe(stepped);
    expect(await status(rotated!)).toMatchObject({ recoveryCodesLeft: 10 });
    const use = (code: string) => signInWith(api, email, { method: 'recovery-code', code });
    expect((await use(recoveryCodes[0]!)).status).toBe(400);
    expect((await use(body.recoveryCodes[0])).status).toBe(200);
    expect((await api.lastEvent('latchkey.two-factor.recovery-codes-regenerated')).data).toMatchObject({
      email,
    });
  });
});

describe('disabling', () => {
  test('password and code turn it off and forget secret and codes; it can be turned on anew', async () => {
    const person = await personWithTwoFactor(api);
    const { email, cookie, code, accountId } = person;
    expect((await disable(cookie, '000000')).body.reason).toBe('invalid-code');
    const done = await disable(cookie, code());
    expect(done.status).toBe(204);
    expect(await status(done.cookie!)).toEqual(off);
    expect((await signIn(email)).body).toEqual({ status: 'signed-in' });
    expect((await disable(done.cookie!, code())).body.reason).toBe('two-factor-off');
    expect((await api.items()).filter(({ sk }) => sk === 'RECOVERY-CODES').map(({ pk }) => pk)).not.toContain(
      `ACCOUNT#${accountId}`,
    );
    expect((await api.lastEvent('latchkey.two-factor.disabled')).data).toMatchObject({
      email,
      how: 'by-the-person',
    });
    const again = await enableTwoFactor(api, done.cookie!);
    expect(again.secret).not.toBe(person.secret);
    expect(
      (await signInWith(api, email, { method: 'recovery-code', code: person.recoveryCodes[0]! })).status,
    ).toBe(400);
    expect(
      (await signInWith(api, email, { method: 'totp', code: freshCode(api, again.secret) })).status,
    ).toBe(200);
  });

  test('whoever lost the authenticator signs in, disables and enrols another with recovery codes', async () => {
    const { email, recoveryCodes } = await personWithTwoFactor(api);
    const [first = '', second = ''] = recoveryCodes;
    const { cookie } = await signInWith(api, email, { method: 'recovery-code', code: first });
    const done = await disable(cookie!, second);
    expect(done.status).toBe(204);
    const { secret } = await enableTwoFactor(api, done.cookie!);
    expect((await signInWith(api, email, { method: 'totp', code: freshCode(api, secret) })).status).toBe(200);
  });
});

test('a challenge is good for five minutes, and void once every session was ended (ASVS 6.5.5)', async () => {
  const { email, code, recoveryCodes } = await personWithTwoFactor(api);
  const finish = (challenge: string, method: string, value: string) =>
    api.request('POST /api/auth/second-factor', { body: { challenge, method, code: value } });
  const old = await challengeOf(api, email);
  api.advance(5 * minutes);
  expect((await finish(old, 'totp', code())).body.reason).toBe('challenge-expired');
  expect((await finish(old, 'recovery-code', recoveryCodes[0]!)).body.reason).toBe('challenge-expired');
  for (const forged of ['A'.repeat(200), `${old}A`, old.slice(4)])
    expect((await finish(forged, 'totp', code())).body.reason).toBe('challenge-expired');
});
