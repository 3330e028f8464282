import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { password, type RunningStack } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectNoSidewaysScroll, openPage, journeyWidths } from './browser.ts';
import { withOwnStack } from './own-stack.ts';

// The clock is moved by days, for everybody on a stack: so this file has one of its own.
let stack: RunningStack;
let browser: Browser;
withOwnStack((own) => ({ stack, browser } = own));

const now = async () => Date.parse((await stack.ask('GET /__local/clock')).body.now as string);

/** Somebody with two-factor on, who still has their recovery codes until the story says otherwise. */
async function personWithTwoFactor() {
  const { email, cookie } = await stack.person();
  const stepped = await stack.ask('POST /api/session/step-up', { cookie, body: { password } });
  const held = { cookie: stepped.cookie };
  const { body } = await stack.ask('POST /api/user/two-factor/enrol', held);
  const code = generateSync({ secret: body.secret, epoch: Math.floor((await now()) / 1000) });
  const confirmed = await stack.ask('POST /api/user/two-factor/confirm', { ...held, body: { code } });
  expect(confirmed.status).toBe(200);
  return { email, recoveryCodes: confirmed.body.recoveryCodes as string[] };
}

/** Opens the settings in a browser of their own, signed in with a recovery code. */
async function openSettings(
  { email, recoveryCodes }: { email: string; recoveryCodes: string[] },
  width = 1280,
) {
  const page = await openPage(browser, { viewport: { width, height: 900 } });
  await page.goto(`${stack.url}/sign-in`);
  // By the page's own script: a browser takes a `__Host-Http-` cookie from a server's answer only.
  await page.evaluate(
    async ([mail, secret, recoveryCode]) => {
      const post = (path: string, body: object) =>
        fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const first = await post('/api/auth/sign-in', { email: mail, password: secret });
      const { challenge } = (await first.json()) as { challenge: string };
      await post('/api/auth/second-factor', { challenge, method: 'recovery-code', code: recoveryCode });
    },
    [email, password, recoveryCodes.shift() ?? ''] as const,
  );
  await page.goto(`${stack.url}/settings`);
  await page.getByLabel('Full Name').waitFor();
  return page;
}

/** Asks for the mail on the page, and begins by its link. */
async function recover(page: Page, email: string): Promise<void> {
  await page.goto(`${stack.url}/recovery`, { waitUntil: 'networkidle' });
  await page.getByLabel('Email').fill(email);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send link' }).click();
  await page.getByText('a link to begin is on its way').waitFor();
  await expectAccessible(page);
  const mails = (await stack.mails(email)).filter(({ subject }) => subject.startsWith('Recover your'));
  await page.goto(
    stack.linkIn(mails[0] ?? (await stack.mail(email, /^Recover your/)), '/recovery/start').href,
  );
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Start the recovery' }).click();
  await page.getByRole('heading', { name: 'The recovery has begun' }).waitFor();
  expect(page.url()).not.toContain('token=');
  await expectAccessible(page);
}

const bannerOf = (page: Page) => page.getByRole('alert').filter({ hasText: 'is recovering your account' });

test.each(journeyWidths)(
  'whoever is signed in sees a recovery begin and cancels it, at %i px',
  async (width) => {
    const person = await personWithTwoFactor();
    const stranger = await openPage(browser, { viewport: { width, height: 900 } });
    await recover(stranger, person.email);

    const page = await openSettings(person, width);
    await bannerOf(page).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Cancel it' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The recovery is cancelled. Two-factor stays on.').waitFor();
    expect(await bannerOf(page).count()).toBe(0);
    await page.reload();
    await page.getByLabel('Full Name').waitFor();
    expect(await bannerOf(page).count()).toBe(0);
    await stack.mail(person.email, /was cancelled/);
    await Promise.all([page.context().close(), stranger.context().close()]);
  },
);

test('the mail that tells of it cancels it, without a session', async () => {
  const person = await personWithTwoFactor();
  const page = await openPage(browser);
  await recover(page, person.email);
  const told = await stack.mail(person.email, /will be turned off/);
  await page.goto(stack.linkIn(told, '/recovery/cancel').href);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel the recovery' }).click();
  await page.getByRole('heading', { name: 'The recovery is cancelled' }).waitFor();
  await stack.advance('73h');
  expect((await stack.signIn(person.email)).body.status).toBe('second-factor-required');
  await page.context().close();
});

test('without two-factor the mail leads to a new password', async () => {
  const { email } = await stack.person();
  const page = await openPage(browser);
  await page.goto(`${stack.url}/recovery`, { waitUntil: 'networkidle' });
  await page.getByLabel('Email').fill(email);
  await page.keyboard.press('Enter');
  await page.getByText('a link to begin is on its way').waitFor();
  const mail = await stack.mail(email, /How to get back/);
  expect(stack.linkIn(mail, '/forgot-password').pathname).toBe('/forgot-password');
  await page.context().close();
});

test('after 72 hours two-factor is off, everybody is out, and the password signs in', async () => {
  const person = await personWithTwoFactor();
  const elsewhere = await openSettings(person);
  const page = await openPage(browser);
  await recover(page, person.email);
  await stack.advance('71h');
  expect((await stack.signIn(person.email)).body.status).toBe('second-factor-required');
  await stack.advance('2h');
  await stack.mail(person.email, /is off$/);

  await elsewhere.reload();
  await elsewhere.waitForURL('**/sign-in**');
  await page.getByRole('link', { name: 'Go to sign in' }).click();
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('main').locator('button[type=submit]').click();
  await page.getByLabel('Full Name').waitFor();
  expect(await bannerOf(page).count()).toBe(0);
  await Promise.all([page.context().close(), elsewhere.context().close()]);
});
