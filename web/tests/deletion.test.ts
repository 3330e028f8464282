import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { password, type RunningStack } from '#infra/local/tests/running-stack.ts';
import { enterPassword, nextCode, openSecurity, turnOn } from './authenticator.ts';
import { expectAccessible, expectFocus, expectNoSidewaysScroll, openPage, widths } from './browser.ts';
import { askToDelete, bannerOf, fillProof, openDangerZone, scheduleDeletion } from './danger-zone.ts';
import { withOwnStack } from './own-stack.ts';
import { openSettings } from './signed-in.ts';

// The clock is moved by days, for everybody on a stack: so this file has one of its own.
let stack: RunningStack;
let browser: Browser;
withOwnStack((own) => ({ stack, browser } = own));

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test.each([
  [widths[0], 'dark'],
  [widths[1], 'light'],
  [widths[2], 'dark'],
] as const)(
  'wrong words and a wrong password change nothing; the right ones close the account, and it is kept, at %i px, %s',
  async (width, colorScheme) => {
    const { page, email } = await openSettings(browser, stack, {
      viewport: { width, height: 900 },
      colorScheme,
    });
    await openDangerZone(page, stack);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    const dialog = await askToDelete(page);
    await dialog.getByText('What is kept').waitFor();
    await dialog.getByText('Take your data with you first').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Continue' }).click();

    const confirm = page.getByRole('dialog', { name: 'Confirm the deletion' });
    const submit = confirm.getByRole('button', { name: 'Delete my account' });
    // The last one has a Cyrillic letter that looks like the Latin E.
    for (const word of ['', 'delete', ' DELETE', 'DELETE ', 'D\u0415LETE']) {
      await fillProof(confirm, { word });
      await submit.click();
      await confirm
        .getByText(word === '' ? 'This field is required' : 'Type the word exactly as shown')
        .waitFor();
    }
    await expectAccessible(page);
    await fillProof(confirm, { word: 'DELETE', password: 'not my password' });
    await submit.click();
    await confirm.getByText('This password is wrong.').waitFor();
    await expectAccessible(page);
    expect((await stack.signIn(email)).status).toBe(200);

    await fillProof(confirm, { word: 'DELETE' });
    await submit.click();
    await page.getByText(/^Your account will be deleted on /).waitFor();
    await bannerOf(page).getByRole('timer').getByText('6 days, 23 hours left').waitFor();
    await page.getByRole('heading', { name: 'What you can still do' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    await button(page, 'Keep my account').click();
    await page.getByText('Your account stays. Everything is as it was.').waitFor();
    expect(await bannerOf(page).count()).toBe(0);
    await page.goto(`${stack.url}/settings/profile`);
    await page.getByLabel('Full Name').waitFor();
    await stack.mail(email, /will not be deleted/);
    await page.context().close();
  },
);

test('while it waits, every page of the settings offers only to keep it and the export, also after signing in anew', async () => {
  const { page, email } = await openSettings(browser, stack);
  await scheduleDeletion(page, stack);
  for (const path of ['/settings', '/settings/security', '/settings/company', '/telephony']) {
    await page.goto(`${stack.url}${path}`);
    await bannerOf(page).getByRole('timer').waitFor();
    await page.getByRole('heading', { name: 'What you can still do' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/settings/);
    expect(await page.getByRole('navigation').count()).toBe(0);
  }
  await button(page, /Account menu/).click();
  await page.getByRole('menuitem').first().waitFor();
  expect(await page.getByRole('menuitem').allTextContents()).toEqual([expect.stringContaining('Sign out')]);

  const elsewhere = await openPage(browser);
  await enterPassword(elsewhere, stack.url, email);
  await bannerOf(elsewhere).getByRole('timer').waitFor();
  await button(elsewhere, 'Keep my account').click();
  await elsewhere.getByLabel('Full Name').waitFor();

  // The first window learns of it when somebody looks at it again.
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.getByRole('navigation').waitFor();
  expect(await bannerOf(page).count()).toBe(0);
  await Promise.all([page.context().close(), elsewhere.context().close()]);
});

test('a page that was open before learns of the deletion with its next request', async () => {
  const { page, email } = await openSettings(browser, stack);
  const elsewhere = await openPage(browser);
  await enterPassword(elsewhere, stack.url, email);
  await elsewhere.getByLabel('Full Name').waitFor();
  await scheduleDeletion(elsewhere, stack);
  await page.getByLabel('Full Name').fill('Too Late');
  await button(page, 'Save Changes').click();
  await bannerOf(page).getByRole('timer').waitFor();
  await Promise.all([page.context().close(), elsewhere.context().close()]);
});

test('the mailed link keeps the account, without a session, and works once', async () => {
  const { page, email } = await openSettings(browser, stack);
  await scheduleDeletion(page, stack);
  const told = await stack.mail(email, /will be deleted$/);
  const guest = await openPage(browser, { viewport: { width: 390, height: 800 } });
  const link = stack.linkIn(told, '/deletion/cancel').href;
  await guest.goto(link);
  await expectAccessible(guest);
  await expectNoSidewaysScroll(guest);
  await button(guest, 'Keep my account').click();
  await guest.getByRole('heading', { name: 'Your account stays' }).waitFor();
  await expectFocus(guest.getByText('Nothing was deleted.', { exact: false }));
  expect(guest.url()).not.toContain('token=');
  await expectAccessible(guest);
  await stack.mail(email, /will not be deleted/);
  await stack.advance('8d');
  expect((await stack.signIn(email)).body).toMatchObject({ status: 'signed-in' });

  await guest.goto(`${stack.url}/deletion/cancel`);
  await button(guest, 'Keep my account').click();
  await guest.getByText('Open it from the mail once more', { exact: false }).waitFor();
  await guest.getByRole('link', { name: 'Go to sign in' }).waitFor();
  await Promise.all([page.context().close(), guest.context().close()]);
});

test('the last owner hands the company over, or says that it goes, too', async () => {
  const { page } = await openSettings(browser, stack, { viewport: { width: 900, height: 900 } });
  const friend = await stack.person(undefined, 'Charles Babbage');
  await page.goto(`${stack.url}/settings/company`);
  await button(page, 'Invite somebody').click();
  const invite = page.getByRole('dialog', { name: 'Invite somebody' });
  await invite.getByLabel('Email address').fill(friend.email);
  await invite.getByRole('button', { name: 'Send invitation' }).click();
  const mail = await stack.mail(friend.email, /invit/i);
  const token = stack.linkIn(mail, '/invitation').searchParams.get('token');
  const accepted = await stack.ask('POST /api/auth/invitations/accept', {
    cookie: friend.cookie,
    body: { token },
  });
  expect(accepted.status).toBe(200);

  await openDangerZone(page, stack);
  const dialog = await askToDelete(page);
  await dialog.getByText(/You are the only owner of .*, which has 1 other member\./).waitFor();
  const goOn = dialog.getByRole('button', { name: 'Continue' });
  expect(await goOn.getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Make somebody else an owner' }).click();
  await page.getByRole('combobox', { name: 'Role of Charles Babbage' }).waitFor();

  await stack.records(accepted.cookie?.split('.')[1] ?? '', { 'call-logs': 37 });
  await openDangerZone(page, stack);
  const again = await askToDelete(page);
  await again.getByText('What will be deleted').waitFor();
  const calls = again.getByRole('definition').filter({ hasText: /^37$/ });
  expect(await calls.count()).toBe(0);
  await again.getByRole('checkbox', { name: /with my account/ }).check();
  // What goes with it is counted as soon as it is chosen.
  await calls.waitFor();
  await again.getByRole('button', { name: 'Continue' }).click();
  const confirm = page.getByRole('dialog', { name: 'Confirm the deletion' });
  await confirm.getByText(/will be deleted, too\./).waitFor();
  await fillProof(confirm, { word: 'DELETE' });
  await page.keyboard.press('Enter');
  await bannerOf(page).getByRole('timer').waitFor();
  await page.context().close();
});

test('with two-factor on a code is asked for, and a factor of today blocks until tomorrow', async () => {
  const { page, email } = await openSettings(browser, stack);
  await openSecurity(page, stack.url, 'two-factor');
  const { secret } = await turnOn(page, stack);
  await openDangerZone(page, stack);
  const dialog = await askToDelete(page);
  await dialog.getByText('was changed less than a day ago', { exact: false }).waitFor();
  expect(await dialog.getByRole('button', { name: 'Continue' }).getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'See what was changed' }).click();
  await page.waitForURL('**/settings/security**');

  await stack.advance('25h');
  await enterPassword(page, stack.url, email);
  await page.getByLabel('Six-digit code').fill(await nextCode(stack, secret));
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Full Name').waitFor();
  await openDangerZone(page, stack);
  await (await askToDelete(page)).getByRole('button', { name: 'Continue' }).click();
  const confirm = page.getByRole('dialog', { name: 'Confirm the deletion' });
  await fillProof(confirm, { word: 'DELETE', code: '000000' });
  await confirm.getByRole('button', { name: 'Delete my account' }).click();
  await confirm.getByText('This code is wrong.').waitFor();
  await expectAccessible(page);
  await fillProof(confirm, { word: 'DELETE', code: await nextCode(stack, secret) });
  await confirm.getByRole('button', { name: 'Delete my account' }).click();
  await bannerOf(page).getByRole('timer').waitFor();
  await page.context().close();
});

test('the whole way by the keyboard', async () => {
  const { page } = await openSettings(browser, stack);
  await page.keyboard.press('Control+5');
  await page.waitForURL('**/settings/danger-zone');
  await button(page, 'Delete Account').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
  await dialog.getByText('What will be deleted').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await button(page, 'Delete Account').evaluate((element) => element === document.activeElement)).toBe(
    true,
  );
  await page.keyboard.press('Enter');
  await dialog.getByText('What will be deleted').waitFor();
  await dialog.getByRole('button', { name: 'Continue' }).focus();
  await page.keyboard.press('Enter');
  const word = page.getByLabel('Type DELETE to confirm');
  await expect.poll(() => word.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.type('DELETE');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await bannerOf(page).getByRole('timer').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
  await button(page, 'Keep my account').focus();
  await page.keyboard.press('Enter');
  await page.getByText('Your account stays.', { exact: false }).waitFor();
  await page.context().close();
});
