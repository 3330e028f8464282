import { afterAll, beforeAll, expect, test } from 'vitest';

import { password, type RunningStack, startRunningStack } from './running-stack.ts';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startRunningStack();
});
afterAll(() => stack.close());

const [home, elsewhere] = ['203.0.113.7', '198.51.100.9'];

async function owner() {
  const { cookie: first, email } = await stack.person();
  const { cookie } = await stack.ask('POST /api/session/step-up', {
    cookie: first,
    ip: home,
    body: { password },
  });
  return { email, cookie };
}

test(
  'through the gateway no header from outside moves anybody (incident 9)',
  { timeout: 120_000 },
  async () => {
    const { cookie, email } = await owner();
    const body = { entries: [`${home} # office`] };
    expect((await stack.ask('PUT /api/user/ip-allowlist', { cookie, ip: home, body })).status).toBe(200);
    expect((await stack.ask('GET /api/session', { cookie, ip: home })).status).toBe(200);
    for (const name of [
      'X-Forwarded-For',
      'Forwarded',
      'CloudFront-Viewer-Address',
      'X-Real-IP',
      'True-Client-IP',
      'CF-Connecting-IP',
    ]) {
      const value = name === 'Forwarded' ? `for=${home}` : name.startsWith('Cloud') ? `${home}:443` : home;
      const asked = { cookie, ip: elsewhere, headers: { [name]: value } };
      const refused = await stack.ask('GET /api/session', asked);
      expect([name, refused.status, refused.body.reason, refused.body.address]).toEqual([
        name,
        403,
        'ip-not-allowed',
        elsewhere,
      ]);
      // And none keeps out who is at home.
      const at = { cookie, ip: home, headers: { [name]: value.replaceAll(home, elsewhere) } };
      expect([name, (await stack.ask('GET /api/session', at)).status]).toEqual([name, 200]);
    }
    const mail = await stack.mail(email, /not allowed/);
    expect(mail.text).toContain(elsewhere);
    expect((await stack.mails(email)).filter(({ subject }) => subject.includes('not allowed'))).toHaveLength(
      1,
    );
  },
);

test(
  'enforcement that nobody confirms reverts though nobody asks, and admins hear of both',
  { timeout: 120_000 },
  async () => {
    const { cookie, email } = await owner();
    const body = { mode: 'enforce', scope: 'all', entries: [{ cidr: home }] };
    expect((await stack.ask('PUT /api/company/ip-allowlist', { cookie, ip: home, body })).status).toBe(200);
    await stack.mail(email, /now enforces/);
    expect((await stack.ask('GET /api/session', { cookie, ip: elsewhere })).status).toBe(403);
    await stack.advance('11m');
    await stack.mail(email, /have reverted/);
    expect((await stack.ask('GET /api/session', { cookie, ip: elsewhere })).status).toBe(200);
  },
);
