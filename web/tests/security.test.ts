import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { password, type RunningStack } from '#infra/local/tests/running-stack.ts';
import { openSecurity } from './authenticator.ts';
import { expectAccessible, expectNoSidewaysScroll, journeyWidths } from './browser.ts';
import { withOwnStack } from './own-stack.ts';
import { openSettings } from './signed-in.ts';

// The clock is moved for everybody on a stack: so this file has one of its own.
let stack: RunningStack;
let browser: Browser;
withOwnStack((own) => ({ stack, browser } = own));

async function fillPasswords(page: Page, current: string, fresh: string, repeated = fresh) {
  await page.getByLabel('Current password').fill(current);
  await page.getByLabel('New password', { exact: true }).fill(fresh);
  await page.getByLabel('Repeat new password').fill(repeated);
  await page.getByRole('button', { name: 'Change password' }).click();
}

test.each(journeyWidths)(
  'the password changes with the old one only, and other devices are out, at %i px',
  async (width) => {
    const { page, email } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    const other = await stack.signIn(email);
    await openSecurity(page, stack.url, 'password');
    await page.getByLabel('Current password').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(await page.getByLabel('Sign out other devices').isChecked()).toBe(true);

    await fillPasswords(page, password, 'umbrella velvet canyon', 'umbrella velvet');
    await page.getByText('The passwords are not the same').waitFor();
    await fillPasswords(page, 'not the password', 'umbrella velvet canyon');
    await page.getByText('This is not your current password').waitFor();
    const current = page.getByLabel('Current password');
    expect(await current.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectAccessible(page);
    await fillPasswords(page, password, 'password1');
    await page.getByText('This password is among the most common ones. Choose another').waitFor();
    await fillPasswords(page, password, 'umbrella velvet canyon');
    await page.getByText('Password changed. Your other devices are signed out.').waitFor();
    expect(await current.inputValue()).toBe('');

    expect((await stack.ask('GET /api/session', { cookie: other.cookie })).status).toBe(401);
    expect((await stack.signIn(email)).status).toBe(401);
    expect((await stack.signIn(email, 'umbrella velvet canyon')).status).toBe(200);
    await page.reload();
    await page.getByLabel('Current password').waitFor();
    await page.context().close();
  },
);

test('the other devices stay where the box is unticked', async () => {
  const { page, email } = await openSettings(browser, stack);
  const other = await stack.signIn(email);
  await openSecurity(page, stack.url, 'password');
  await page.getByLabel('Sign out other devices').uncheck();
  await fillPasswords(page, password, 'umbrella velvet canyon');
  await page.getByText('Password changed', { exact: true }).waitFor();
  expect((await stack.ask('GET /api/session', { cookie: other.cookie })).status).toBe(200);
  await page.context().close();
});

test('a link for a forgotten password goes to the address that the page names', async () => {
  const { page, email } = await openSettings(browser, stack);
  const card = await openSecurity(page, stack.url, 'password');
  await card.getByRole('button', { name: 'Send password reset' }).click();
  await card.getByText(`A link to set a new password is on its way to ${email}`).waitFor();
  await expectAccessible(page);
  stack.linkIn(await stack.mail(email, /password/i), '/reset-password');
  await page.context().close();
});

test('two-factor is turned on, and its codes saved, without a pointer', async () => {
  const { page } = await openSettings(browser, stack);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.waitForURL('**/settings/security');
  const begin = page.getByRole('button', { name: 'Turn on two-factor' });
  await begin.waitFor();
  await begin.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Confirm it’s you' }).waitFor();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  const enrol = page.getByRole('dialog', { name: 'Set up your authenticator app' });
  await enrol.waitFor();
  const secret = ((await enrol.locator('code').textContent()) ?? '').replaceAll(/\s/g, '');
  const { now } = (await stack.advance('30s')) as { now: string };
  // The focus is in the field for the code.
  await page.keyboard.type(generateSync({ secret, epoch: Math.floor(Date.parse(now) / 1000) }));
  await page.keyboard.press('Enter');
  const codes = page.getByRole('dialog', { name: 'Save your recovery codes' });
  await codes.waitFor();
  const saved = codes.getByLabel('I saved them');
  for (let presses = 0; presses < 8; presses += 1) {
    if (await saved.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await codes.waitFor({ state: 'hidden' });
  await page.locator('#two-factor').getByText('Enabled').waitFor();
  // What was pressed is gone; the focus is where the change is seen.
  expect(await page.evaluate(() => document.activeElement?.closest('#two-factor') !== null)).toBe(true);
  await page.context().close();
});
