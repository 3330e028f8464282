import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { stackClient } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectFocus, expectNoSidewaysScroll, launch, journeyWidths } from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const bell = (page: Page) => page.getByRole('button', { name: /^Notifications/ });
const popover = (page: Page) => page.getByRole('dialog', { name: 'Notifications' });

/** Publishes missed calls for everybody in the page's company, as the product does. */
async function call(page: Page, ...callers: string[]): Promise<void> {
  const companyId = await page.evaluate(async () => (await (await fetch('/api/session')).json()).company.id);
  for (const caller of callers) {
    const data = { callId: 'call-1', caller, agent: 'Reception', at: '2026-05-12T12:03:00.000Z' };
    const to = { kind: 'audience' };
    const detail = { id: crypto.randomUUID(), type: 'missed-call', companyId, to, data };
    await stack.event('latchkey.notification.requested', detail);
  }
}

/** What the bell asks by itself every twenty seconds, it asks at once when the tab is shown. */
const look = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

/** Waits until the bell has so many, looking again and again as it does by itself. */
async function untilUnread(page: Page, count: number): Promise<void> {
  await expect
    .poll(
      async () => {
        await look(page);
        return bell(page).getAttribute('aria-label');
      },
      { interval: 300 },
    )
    .toBe(count === 0 ? 'Notifications' : `Notifications, ${count} unread`);
}

const unread = (page: Page): Promise<number> =>
  page.evaluate(async () => (await (await fetch('/api/notifications')).json()).unread);

/** Opens the settings with an empty bell: the first notification is that of the new browser. */
async function begin(viewport = { width: 1280, height: 900 }): Promise<Page> {
  const { page } = await openSettings(browser, stack, { viewport });
  await bell(page).waitFor();
  await untilUnread(page, 1);
  await page.evaluate((body) => {
    const headers = { 'content-type': 'application/json' };
    return fetch('/api/notifications/read', { method: 'POST', headers, body });
  }, '{"all":true}');
  await untilUnread(page, 0);
  return page;
}

test.each(journeyWidths)('the bell counts while the page is open, and leads on, at %i px', async (width) => {
  const page = await begin({ width, height: 900 });
  await call(page, 'Charles Babbage', 'Mary Somerville');
  await untilUnread(page, 2);

  await bell(page).click();
  await popover(page).getByText('Missed call from Mary Somerville').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await popover(page).getByRole('button', { name: 'Mark all as read' }).click();
  await untilUnread(page, 0);

  await popover(page).getByRole('link', { name: 'See all notifications' }).click();
  await page.waitForURL('**/notifications');
  await page.getByText('Missed call from Charles Babbage').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await call(page, 'Ada Byron');
  await untilUnread(page, 1);
  await page.getByText('Missed call from Ada Byron').first().waitFor();
  await page.getByRole('button', { name: 'Mark as read: Missed call from Ada Byron' }).click();
  const whyButton = page.getByRole('button', { name: 'Why did I get this? Missed call from Ada Byron' });
  await expectFocus(whyButton);
  await untilUnread(page, 0);

  await whyButton.click();
  const why = page.getByRole('dialog', { name: 'Why did I get this?' });
  await why.getByText('Delivered').first().waitFor();
  await why.getByText('The usual setting; nobody chose anything else.').first().waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('the bell is worked with the keyboard, and gives the focus back', async () => {
  const page = await begin();
  await call(page, 'Charles Babbage');
  await untilUnread(page, 1);
  await bell(page).focus();
  await page.keyboard.press('Enter');
  await popover(page).getByText('Missed call from Charles Babbage').waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Mark all as read');
  await page.keyboard.press('Escape');
  await popover(page).waitFor({ state: 'detached' });
  expect(await bell(page).evaluate((element) => element === document.activeElement)).toBe(true);
});

test('the list is filtered, paged and marked as a whole', async () => {
  const page = await begin();
  await page.goto(`${stack.url}/notifications`);
  await page.getByText('New sign-in', { exact: true }).waitFor();
  const answered = page.waitForResponse('**/api/notifications');
  await look(page);
  await answered;
  // Now as a tab that nobody sees for long: more comes than the bell keeps, and the list leaves out none of it.
  await page.route('**/api/notifications?since=*', (route) => route.abort());
  await call(page, ...Array.from({ length: 23 }, (_, at) => `Caller ${at + 1}`));
  await expect.poll(() => unread(page)).toBe(23);
  await page.unroute('**/api/notifications?since=*');
  await look(page);
  await page.getByText('20 shown').waitFor();
  expect(await page.getByText('New sign-in', { exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show older' }).click();
  await page.getByText('Missed call from Caller 1', { exact: true }).waitFor();
  await page.getByLabel('Category').selectOption('Billing');
  await page.getByText('Nothing matches this filter.').waitFor();
  await page.getByLabel('Category').selectOption('All categories');
  await page.getByRole('radio', { name: 'Unread' }).check();
  await page.getByText('Missed call from Caller 23', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.getByText('All notifications are marked as read').waitFor();
  await untilUnread(page, 0);
  await page.getByRole('radio', { name: 'All', exact: true }).check();
  await page.getByText('20 shown').waitFor();
  await page.getByRole('radio', { name: 'Unread' }).check();
  await page.getByText('Nothing matches this filter.').waitFor();
  await page.getByRole('radio', { name: 'Not in your inbox' }).check();
  await page.getByText('Nothing matches this filter.').waitFor();
});

test('what comes into an empty inbox is all there, however much it is', async () => {
  const page = await begin();
  // As after ninety days in which nothing came.
  const nothing = { items: [], unread: 0, next: null };
  await page.route('**/api/notifications', (route) => route.fulfill({ json: nothing }));
  await page.goto(`${stack.url}/notifications`);
  await page.getByText('0 shown').waitFor();
  await call(page, ...Array.from({ length: 23 }, (_, at) => `Caller ${at + 1}`));
  const come = () =>
    page.evaluate(async () => (await (await fetch('/api/notifications?unread=true')).json()).unread);
  await expect.poll(come).toBe(23);
  await page.unroute('**/api/notifications');
  await untilUnread(page, 23);
  await page.getByText('20 shown').waitFor();
  await page.getByRole('button', { name: 'Show older' }).click();
  await page.getByText('Missed call from Caller 1', { exact: true }).waitFor();
  await page.getByText('24 shown').waitFor();
});

test('markup in a notification is text', async () => {
  const page = await begin();
  const markup = '<img src=x onerror=document.title="owned">';
  await call(page, markup);
  await untilUnread(page, 1);
  await bell(page).click();
  await popover(page).getByText(`Missed call from ${markup}`).waitFor();
  expect(await page.title()).not.toContain('owned');
});
