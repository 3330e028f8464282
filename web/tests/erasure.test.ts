import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';

import { password, type RunningStack } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectFocus, expectNoSidewaysScroll, openPage } from './browser.ts';
import { scheduleDeletion } from './danger-zone.ts';
import { withOwnStack } from './own-stack.ts';
import { openSettings } from './signed-in.ts';

// The clock is moved by days, for everybody on a stack: so this file has one of its own.
let stack: RunningStack;
let browser: Browser;
withOwnStack((own) => ({ stack, browser } = own));

test('when the days are over the account is gone; the last mail leads to the receipt, and the address is free', async () => {
  const { page, email } = await openSettings(browser, stack);
  await scheduleDeletion(page, stack);
  await stack.advance('6d');
  await stack.mail(email, /will be deleted tomorrow/);
  await stack.advance('25h');
  const last = await stack.mail(email, /has been deleted$/, 60_000);

  await page.goto(`${stack.url}/settings`);
  await page.waitForURL('**/sign-in**');
  await page.getByLabel(/^Email/).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Email or password is wrong.').waitFor();

  const guest = await openPage(browser, { viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
  const link = stack.linkIn(last, '/receipt');
  await guest.goto(link.href);
  await guest.getByText('Deletion of an account').waitFor();
  await guest.getByText('Complete', { exact: true }).waitFor();
  for (const summary of await guest.locator('summary').all()) await summary.click();
  await expectAccessible(guest);
  await expectNoSidewaysScroll(guest);
  const receipt = await guest.locator('main').textContent();
  expect(receipt).not.toContain(email);
  // It is read again in years: its days have their dates.
  expect(receipt).not.toMatch(/today|yesterday/);

  // By the number as it is printed, in any case; and one that isn't a number.
  const number = link.searchParams.get('number') ?? '';
  await guest.getByRole('button', { name: 'Show another one' }).click();
  await expectFocus(guest.getByLabel('Number of the receipt'));
  await guest.getByLabel('Number of the receipt').fill('nonsense');
  await guest.getByRole('button', { name: 'Show the receipt' }).click();
  await guest.getByText('This is no number of a receipt', { exact: false }).waitFor();
  await guest
    .getByLabel('Number of the receipt')
    .fill(`${number.slice(0, -1)}${number.endsWith('0') ? '1' : '0'}`);
  await guest.getByRole('button', { name: 'Show the receipt' }).click();
  await guest.getByText('There is no receipt with this number.', { exact: false }).waitFor();
  await expectAccessible(guest);
  await guest
    .getByLabel('Number of the receipt')
    .fill((number.replaceAll('-', '').match(/.{1,5}/g) ?? []).join('-').toLowerCase());
  await guest.keyboard.press('Enter');
  await guest.getByText('Deletion of an account').waitFor();
  await expectFocus(guest.getByRole('status').filter({ hasText: 'Deletion of an account' }));

  const anew = await stack.person(email, 'Ada Anew');
  expect(anew.cookie).not.toBe('');
  await Promise.all([page.context().close(), guest.context().close()]);
});
