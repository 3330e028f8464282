import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';

import { password, type RunningStack } from '#infra/local/tests/running-stack.ts';
import {
  enterCode,
  enterPassword,
  nextCode,
  openSecurity,
  prove,
  saveCodes,
  turnOn,
} from './authenticator.ts';
import { expectAccessible, expectNoSidewaysScroll, openPage, journeyWidths } from './browser.ts';
import { withOwnStack } from './own-stack.ts';
import { openSettings } from './signed-in.ts';

// The clock is moved for everybody on a stack: so this file has one of its own.
let stack: RunningStack;
let browser: Browser;
withOwnStack((own) => ({ stack, browser } = own));

test.each(journeyWidths)(
  'two-factor is set up by the shown key, and the codes have to be saved, at %i px',
  async (width) => {
    const { page } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    await openSecurity(page, stack.url, 'two-factor');
    await page.getByRole('button', { name: 'Turn on two-factor' }).waitFor();
    await expectAccessible(page);
    await turnOn(page, stack);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByText('10 left, each good for one sign-in').waitFor();
    await page.context().close();
  },
);

test('signs in with a code, then with a recovery code, makes new codes, and turns two-factor off', async () => {
  const { page, email } = await openSettings(browser, stack);
  await openSecurity(page, stack.url, 'two-factor');
  const { secret, codes } = await turnOn(page, stack);
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in**');

  await enterPassword(page, stack.url, email);
  await page.getByLabel('Six-digit code').waitFor();
  await expectAccessible(page);
  await enterCode(page, 'Six-digit code', 'abcdef');
  await page.getByText('The code has six digits').waitFor();
  await enterCode(page, 'Six-digit code', '000000');
  await page.getByText('This code is wrong. Enter the one that the app shows now.').waitFor();
  const field = page.getByLabel('Six-digit code');
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  await expectAccessible(page);
  await enterCode(page, 'Six-digit code', await nextCode(stack, secret));
  await page.waitForURL('**/settings**');
  expect(await page.getByText(/You used a recovery code/).count()).toBe(0);

  await page.context().clearCookies();
  await enterPassword(page, stack.url, email);
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click();
  await expectAccessible(page);
  await enterCode(page, 'Recovery code', 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEEE');
  await page.getByText('This is none of your recovery codes').waitFor();
  await enterCode(page, 'Recovery code', (codes[0] ?? '').toLowerCase().replaceAll('-', ' '));
  await page.waitForURL('**/settings**');
  const notice = page.getByText('You used a recovery code: 9 are left');
  await notice.waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Make new codes' }).click();
  await page.getByText('9 left, each good for one sign-in').waitFor();

  await page.locator('#two-factor').getByRole('button', { name: 'Make new codes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make new codes' }).click();
  await prove(page, await nextCode(stack, secret));
  const fresh = await saveCodes(page);
  expect(fresh).not.toEqual(codes);
  await page.getByText('10 left, each good for one sign-in').waitFor();
  expect(await notice.count()).toBe(0);

  await page.getByRole('button', { name: /Turn off/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Turn off two-factor?' });
  await dialog.getByLabel('Password', { exact: true }).fill('not the password');
  await dialog.getByLabel(/^Code from your app/).fill(fresh[0] ?? '');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await dialog.getByText('This password is wrong.').waitFor();
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByLabel(/^Code from your app/).fill(fresh[0] ?? '');
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('button', { name: 'Turn on two-factor' }).waitFor();
  expect((await stack.signIn(email)).body.status).toBe('signed-in');
  await page.context().close();
});

test('the dialog for a sensitive step finds out that a code is needed, keeps the password, and goes on', async () => {
  const { page } = await openSettings(browser, stack);
  await openSecurity(page, stack.url, 'two-factor');
  const { secret } = await turnOn(page, stack);
  // Without the Security tab having been read, the page doesn't know, and the proof of the enrolment is over.
  await stack.advance('11m');
  await page.goto(`${stack.url}/settings`);
  await page.getByRole('button', { name: /Change.*email address/ }).click();
  await page.getByLabel('New email address').fill(stack.newEmail());
  await page.getByRole('button', { name: 'Send confirmation' }).click();
  await prove(page);
  await page.getByText('Two-factor authentication is on, so a code is needed, too.').waitFor();
  const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' });
  const code = dialog.getByLabel(/^Code from your app/);
  expect(await code.evaluate((element) => element === document.activeElement)).toBe(true);
  await expectAccessible(page);
  await code.fill('000000');
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await dialog.getByText('This code is wrong.').waitFor();
  expect(await dialog.getByLabel('Password', { exact: true }).inputValue()).toBe(password);
  await code.fill(await nextCode(stack, secret));
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText(/Waiting for confirmation of/).waitFor();
  await page.context().close();
});

test('too many wrong codes: the page counts down; a challenge that took too long starts over with the address', async () => {
  const { page, email } = await openSettings(browser, stack);
  await openSecurity(page, stack.url, 'two-factor');
  const { secret } = await turnOn(page, stack);

  const late = await openPage(browser);
  await enterPassword(late, stack.url, email);
  await late.getByLabel('Six-digit code').waitFor();
  await stack.advance('6m');
  await enterCode(late, 'Six-digit code', await nextCode(stack, secret));
  await late.getByText('This took too long. Enter your password again.').waitFor();
  expect(await late.getByLabel(/^Email/).inputValue()).toBe(email);
  await expectAccessible(late);

  await late.getByLabel('Password', { exact: true }).fill(password);
  await late.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await late.getByLabel('Six-digit code').waitFor();
  // One count over all entries: failures elsewhere keep this one waiting, too.
  for (let status = 401; status === 401;) ({ status } = await stack.signIn(email, 'not the password'));
  await enterCode(late, 'Six-digit code', '000000');
  const countdown = late.getByRole('button', { name: /Try again in \d+:\d\d/ });
  await countdown.waitFor();
  const first = await countdown.textContent();
  await expect.poll(() => countdown.textContent()).not.toBe(first);
  await expectAccessible(late);
  await late.context().close();
  await page.context().close();
});
