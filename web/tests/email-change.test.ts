import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, launch, journeyWidths } from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function askFor(page: Page, email: string) {
  await page.getByRole('button', { name: /Change.*email address/ }).click();
  await page.getByLabel('New email address').fill(email);
  await page.getByRole('button', { name: 'Send confirmation' }).click();
}

/** Clicks the button of a mailed link's page and waits for what the API says of it. */
async function followLink(page: Page, link: URL): Promise<number> {
  await page.goto(link.href);
  const button = page.getByRole('main').getByRole('button').first();
  await button.waitFor();
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('/api/auth/email-change/')),
    button.click(),
  ]);
  await expect.poll(() => page.url()).not.toContain('token=');
  return answer.status();
}

async function prove(page: Page, secret: string) {
  const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' });
  await dialog.getByLabel('Password', { exact: true }).fill(secret);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
}

test.each(journeyWidths)(
  'the address changes by its link and goes back by the other, at %i px',
  async (width) => {
    const { page, email } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    const fresh = stack.newEmail();
    await askFor(page, fresh);
    await prove(page, 'not the password');
    await page
      .getByText('Email or password is wrong.')
      .or(page.getByText(/password is wrong/i))
      .first()
      .waitFor();
    await prove(page, password);
    await page.getByText(`Waiting for confirmation of ${fresh}`).waitFor();
    await expectAccessible(page);

    const confirm = stack.linkIn(await stack.mail(fresh, /confirm/i), '/email-change/confirm');
    expect(await followLink(page, confirm)).toBe(204);
    await page.goto(`${stack.url}/settings`);
    const shown = page.getByRole('textbox', { name: 'Email Address' });
    await shown.waitFor();
    expect(await shown.inputValue()).toBe(fresh);
    expect((await stack.signIn(email)).status).toBe(401);

    const back = stack.linkIn(await stack.mail(email, /changed/i), '/email-change/revert');
    await page.goto(back.href);
    await expectAccessible(page);
    expect(await followLink(page, back)).toBe(204);
    const reset = stack.linkIn(await stack.mail(email, /password/i), '/reset-password');
    await page.goto(reset.href);
    await page.getByLabel('New password', { exact: true }).fill('mine once more');
    const again = page.getByLabel(/confirm|repeat/i);
    if ((await again.count()) > 0) await again.first().fill('mine once more');
    await expectAccessible(page);
    await page.getByRole('main').locator('button[type=submit]').click();
    await page.waitForURL('**/sign-in**');
    expect((await stack.signIn(email, 'mine once more')).status).toBe(200);
    expect((await stack.signIn(fresh)).status).toBe(401);
    await page.context().close();
  },
);

test('a pending change is withdrawn on the page, and by the link in the old mailbox', async () => {
  const { page, email } = await openSettings(browser, stack);
  const [first, second] = [stack.newEmail(), stack.newEmail()];
  await askFor(page, first);
  await prove(page, password);
  await page.getByText(`Waiting for confirmation of ${first}`).waitFor();
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await expect.poll(() => page.getByText('Waiting for confirmation').count()).toBe(0);

  // The proof of a moment ago still counts.
  await askFor(page, second);
  await page.getByText(`Waiting for confirmation of ${second}`).waitFor();
  await stack.mail(second, /confirm/i);
  const cancel = stack.linkIn(await stack.mail(email, /change|requested/i), '/email-change/cancel');
  expect(await followLink(page, cancel)).toBe(204);
  await page.goto(`${stack.url}/settings`);
  await page.getByLabel('Full Name').waitFor();
  expect(await page.getByText('Waiting for confirmation').count()).toBe(0);
  await page.context().close();
});
