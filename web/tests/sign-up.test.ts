import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectNoSidewaysScroll, launch, openPage, widths } from './browser.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.each(widths)(
  'a person signs up by the mailed link and lands on their profile, at %i px',
  async (width) => {
    const page = await openPage(browser, {
      viewport: { width, height: 900 },
      reducedMotion: 'no-preference',
    });
    const email = stack.newEmail();
    await page.goto(`${stack.url}/`);
    await page.waitForURL('**/sign-in**');
    await expectAccessible(page);
    await page.getByRole('link', { name: /sign up|create/i }).click();
    await page
      .getByLabel('Full Name')
      .or(page.getByLabel('Name', { exact: true }))
      .fill('Ada Lovelace');
    await page.getByLabel(/^Email/).fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page
      .getByRole('main')
      .getByRole('button', { name: /sign up|create/i })
      .click();
    await page.waitForURL('**/confirm');
    await expectAccessible(page);

    const link = stack.linkIn(await stack.mail(email, /confirm/i), '/confirm');
    await page.goto(link.href);
    await page.waitForURL('**/sign-in**');
    await page.getByLabel(/^Email/).fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/settings**');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await page.getByLabel('Full Name').inputValue()).toBe('Ada Lovelace');
    expect(page.url()).not.toContain('code=');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.context().close();
  },
);
