import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';

import { password, type RunningStack } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, openPage } from './browser.ts';
import { withOwnStack } from './own-stack.ts';
import { openSettings, save } from './signed-in.ts';

let stack: RunningStack;
let browser: Browser;
withOwnStack((own) => ({ stack, browser } = own));

test('without the table the page says so, keeps what was typed, and saves when it is back', async () => {
  const { page } = await openSettings(browser, stack);
  await page.getByLabel('Company').fill('Kept through the fault');
  await stack.fault('dynamodb', 'down');
  await page.getByRole('button', { name: 'Save Changes' }).click();
  await page
    .getByText(/not available at the moment|could not be reached/)
    .first()
    .waitFor();
  expect(await page.getByLabel('Company').inputValue()).toBe('Kept through the fault');

  const fresh = await page.context().newPage();
  await fresh.goto(`${stack.url}/settings`);
  const retry = fresh.getByRole('button', { name: 'Try again' });
  await retry.waitFor();
  await expectAccessible(fresh);
  await stack.fault('dynamodb', 'up');
  await retry.click();
  await fresh.getByLabel('Full Name').waitFor();
  await save(page);
  await page.context().close();
});

test('without Cognito nobody signs in, the page says why, and the next try works', async () => {
  const { email } = await stack.person();
  const page = await openPage(browser);
  await page.goto(`${stack.url}/sign-in`);
  await page.getByLabel(/^Email/).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await stack.fault('cognito', 'hang');
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page
    .getByText(/not available at the moment|took too long/)
    .first()
    .waitFor();
  await stack.fault('cognito', 'up');
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/settings**');
  await page.context().close();
});

test('mails of a time without SES are sent when it is back', async () => {
  const email = stack.newEmail();
  await stack.fault('ses', 'down');
  const signUp = await stack.ask('POST /api/auth/sign-up', { body: { email, password, name: 'Late Mail' } });
  expect(signUp.status).toBe(202);
  await stack.fault('ses', 'up');
  await stack.advance('5m');
  stack.linkIn(await stack.mail(email, /confirm/i, 30_000), '/confirm');
});

test('offline is said, and what was typed stays', async () => {
  const { page } = await openSettings(browser, stack);
  await page.getByLabel('Company').fill('Typed offline');
  await page.context().setOffline(true);
  await page
    .getByText(/You are offline/)
    .first()
    .waitFor();
  await page.context().setOffline(false);
  await save(page);
  await page.context().close();
});
