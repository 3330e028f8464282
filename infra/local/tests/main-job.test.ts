import { afterAll, beforeAll, expect, test } from 'vitest';

import { password, type RunningStack, startRunningStack } from './running-stack.ts';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startRunningStack({}, true);
});
afterAll(() => stack.close());

test('a person signs up, confirms from the mailbox, saves the profile, and is there again after a kill', async () => {
  const email = stack.newEmail();
  const signUp = await stack.ask('POST /api/auth/sign-up', {
    body: { email, password, name: 'Zoë O’Brien-Smith' },
  });
  expect(signUp.status).toBe(202);
  const link = stack.linkIn(await stack.mail(email, /confirm/i), '/confirm');
  const code = link.searchParams.get('code');
  expect((await stack.ask('POST /api/auth/confirm-sign-up', { body: { email, code } })).status).toBe(204);
  const { cookie } = await stack.signIn(email);
  const body = {
    name: 'Zoë O’Brien',
    company: 'Acme Corp',
    phone: '+92 (300) 123-4567',
    timezone: 'Asia/Calcutta',
  };
  const saved = await stack.ask('PUT /api/user/profile', { cookie, body });
  expect([saved.status, saved.body]).toMatchObject([
    200,
    { name: 'Zoë O’Brien', phone: '+923001234567', version: 2 },
  ]);

  await stack.restart('SIGKILL');
  expect((await stack.ask('GET /api/user/profile', { cookie })).body).toEqual(saved.body);
  expect((await stack.ask('POST /api/auth/sign-out', { cookie })).status).toBe(204);
  expect((await stack.ask('GET /api/session', { cookie })).status).toBe(401);
  const again = await stack.signIn(email);
  expect((await stack.ask('GET /api/user/profile', { cookie: again.cookie })).body).toEqual(saved.body);
});

test('the demo account signs in to a company with colleagues, an open invitation and a second one to switch to', async () => {
  const { status, cookie } = await stack.signIn('demo@example.com', 'correct horse battery');
  expect(status).toBe(200);
  const [members, invitations, companies] = await Promise.all([
    stack.ask('GET /api/company/members', { cookie }),
    stack.ask('GET /api/company/invitations', { cookie }),
    stack.ask('GET /api/companies', { cookie }),
  ]);
  expect(members.body.members.map(({ role }: { role: string }) => role).toSorted()).toEqual([
    'admin',
    'member',
    'member',
    'owner',
  ]);
  expect(invitations.body.invitations).toMatchObject([{ email: 'annabella@example.com' }]);
  expect(companies.body.companies).toMatchObject([{ name: 'Acme Corp' }, { name: 'Analytical Engines' }]);
  expect((await stack.signIn('grace@example.com', 'correct horse battery')).status).toBe(200);
});
