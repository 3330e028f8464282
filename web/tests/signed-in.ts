import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { password, type StackClient } from '#infra/local/tests/running-stack.ts';
import { openPage } from './browser.ts';

/** Opens the settings as somebody who has just signed up and in. */
export async function openSettings(
  browser: Browser,
  stack: StackClient,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; email: string }> {
  const { email } = await stack.person();
  return { page: await openSettingsAs(browser, stack, email, options), email };
}

/** Opens the settings as somebody who has an account, in the company that they were in last. */
export async function openSettingsAs(
  browser: Browser,
  stack: StackClient,
  email: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await openPage(browser, options);
  // By a script of this origin, whose lightest document is its icon: a browser takes a `__Host-Http-` cookie from a
  // server's answer only.
  await page.goto(`${stack.url}/favicon.svg`);
  await page.evaluate(
    (body) =>
      fetch('/api/auth/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    JSON.stringify({ email, password }),
  );
  await page.goto(`${stack.url}/settings`);
  await page.getByLabel('Full Name').waitFor();
  return page;
}

/** Presses Save Changes and waits until the page says it worked. */
export async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save Changes' }).click();
  await page.getByText('Profile updated successfully!').last().waitFor();
}
