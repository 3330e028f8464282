import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { stackClient } from '#infra/local/tests/running-stack.ts';
import { enterPassword, openSecurity } from './authenticator.ts';
import {
  expectAccessible,
  expectFocus,
  expectNoSidewaysScroll,
  journeyWidths,
  launch,
  openPage,
} from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

/** The same person in another browser. */
async function elsewhere(email: string, userAgent: string): Promise<Page> {
  const page = await openPage(browser, { userAgent });
  await enterPassword(page, stack.url, email);
  await page.getByLabel('Full Name').waitFor();
  return page;
}

test.each(journeyWidths)(
  'the list tells devices apart, and one that is ended is out on its next request, at %i px',
  async (width) => {
    const { page, email } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    const phone = await elsewhere(email, iphone);
    const card = await openSecurity(page, stack.url, 'sessions');
    const row = card.getByRole('listitem').filter({ hasText: 'Safari 18 on iOS' });
    await row.waitFor();
    expect(await card.getByText('This device').count()).toBe(1);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await row.getByRole('button', { name: /Sign out/ }).click();
    await page.getByText('Signed out: Safari 18 on iOS').waitFor();
    expect(await row.count()).toBe(0);
    await phone.getByLabel('Full Name').fill('Still here');
    await phone.goto(`${stack.url}/settings`);
    await phone.waitForURL('**/sign-in**');
    await page.context().close();
    await phone.context().close();
  },
);

test('all others are ended after a question, and the idle time is saved as it is chosen', async () => {
  const { page, email } = await openSettings(browser, stack);
  const others = [await elsewhere(email, iphone), await elsewhere(email, iphone)];
  for (let times = 0; times < 5; times += 1) await stack.signIn(email);
  const card = await openSecurity(page, stack.url, 'sessions');
  const rows = card.getByRole('list', { name: 'Active sessions' }).getByRole('listitem');
  await rows.first().getByText('This device').waitFor();
  expect(await rows.count()).toBe(5);
  await card.getByRole('button', { name: 'Show all 9 sessions', expanded: false }).focus();
  await page.keyboard.press('Enter');
  const fewer = card.getByRole('button', { name: 'Show fewer', expanded: true });
  await expectFocus(fewer);
  expect(await rows.count()).toBe(9);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBe(5);
  await card.getByRole('button', { name: 'Sign out all others' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign out everywhere else?' });
  await dialog.waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await card.getByRole('button', { name: 'Sign out all others' }).click();
  await dialog.getByRole('button', { name: 'Sign out all others' }).click();
  await page.getByText('You are signed in nowhere else.').waitFor();
  for (const other of others) {
    await other.goto(`${stack.url}/settings`);
    await other.waitForURL('**/sign-in**');
    await other.context().close();
  }

  const timeout = card.getByLabel('Sign me out after');
  expect(await timeout.locator('option:checked').textContent()).toContain('30 minutes');
  await timeout.selectOption({ label: '2 hours' });
  await page.getByText('Session timeout saved').waitFor();
  await openSecurity(page, stack.url, 'sessions');
  expect(await timeout.locator('option:checked').textContent()).toContain('2 hours');
  await page.context().close();
});

test('the log is read back page by page, filtered, and saved as CSV and JSON', async () => {
  const { page, email } = await openSettings(browser, stack);
  const { cookie } = await stack.signIn(email);
  for (let times = 0; times < 28; times += 1) {
    const minutes = [15, 30, 60, 120][times % 4];
    await stack.ask('PUT /api/user/session-timeout', { cookie, body: { minutes } });
  }
  const card = await openSecurity(page, stack.url, 'log');
  await card.getByText('25 entries').waitFor();
  await expectAccessible(page);
  await card.getByRole('button', { name: 'Show older entries' }).click();
  await card.getByText('Account created').waitFor();
  expect(await card.getByRole('button', { name: 'Show older entries' }).count()).toBe(0);

  await card.getByLabel('Show').selectOption({ label: 'Signing in' });
  await expect.poll(() => card.getByText('Session timeout changed').count()).toBe(0);
  expect(await card.getByText('Signed in', { exact: true }).count()).toBeGreaterThan(1);
  await card.getByLabel('From').fill('2020-01-01');
  await card.getByLabel('Until').fill('2020-01-02');
  await card.getByText('No entry matches this filter.').waitFor();
  await card.getByLabel('Until').fill('2019-12-31');
  await card.getByText('This is before the first day').waitFor();
  await expectAccessible(page);
  await card.getByRole('button', { name: 'Clear filter' }).click();
  await card.getByText('25 entries').waitFor();

  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  const table = readFileSync(await csv.path(), 'utf8');
  expect(csv.suggestedFilename()).toMatch(/security-log.*\.csv$/);
  expect(table.split('\r\n').length).toBeGreaterThan(30);
  expect(table).toContain('latchkey.session.timeout-changed');
  const [json] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: 'Download as JSON' }).click(),
  ]);
  const lines = JSON.parse(readFileSync(await json.path(), 'utf8')) as { type: string }[];
  expect(lines.length).toBeGreaterThan(30);
  expect(lines.at(-1)?.type).toMatch(/^latchkey\.account\./);
  await page.context().close();
});

test('a card that cannot be loaded says so, with a way to try again, while the others stand', async () => {
  const { page } = await openSettings(browser, stack);
  await page.route('**/api/user/sessions', (route) => route.abort());
  await openSecurity(page, stack.url, 'two-factor');
  await page.getByRole('button', { name: 'Turn on two-factor' }).waitFor();
  const card = page.locator('#sessions');
  await card.scrollIntoViewIfNeeded();
  await card.getByText('Your sessions could not be loaded').waitFor();
  await expectAccessible(page);
  await page.unroute('**/api/user/sessions');
  await card.getByRole('button', { name: 'Try again' }).click();
  await card.getByText('This device').waitFor();
  await page.context().close();
});
