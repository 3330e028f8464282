import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { stackClient } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectFocus, expectNoSidewaysScroll, launch, journeyWidths } from './browser.ts';
import { openSettings, openSettingsAs } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const cell = (page: Page, name: string) => page.getByRole('switch', { name, exact: true });
const missedByMail = 'Missed call by email';

async function openNotifications(page: Page): Promise<void> {
  await page.goto(`${stack.url}/settings/notifications`);
  await cell(page, missedByMail).waitFor();
}

/** Toggles a switch and waits until the page says that it was saved. */
async function toggle(page: Page, name: string, said: string): Promise<void> {
  await cell(page, name).click();
  await page.getByText(said, { exact: true }).waitFor();
}

/** Opens a category that begins closed, as all but the first do on a phone. */
async function unfold(page: Page, name: string): Promise<void> {
  const category = page.locator('details', { has: page.getByRole('heading', { name, exact: true }) });
  if ((await category.getAttribute('open')) === null) await category.locator('summary').press('Enter');
}

test.each(journeyWidths)(
  'a choice is saved at once, undone, and reset to the default, at %i px',
  async (width) => {
    const { page } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    await page.getByRole('link', { name: 'Notifications' }).click();
    await cell(page, missedByMail).waitFor();
    await page.getByRole('heading', { name: 'Quiet hours' }).waitFor();
    await page.getByRole('heading', { name: 'Summaries by email' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    expect(await cell(page, missedByMail).isChecked()).toBe(true);
    await toggle(page, missedByMail, 'Missed call: email off');
    await page.reload();
    await cell(page, missedByMail).waitFor();
    await expectAccessible(page);
    expect(await cell(page, missedByMail).isChecked()).toBe(false);

    await toggle(page, 'Missed call by push', 'Missed call: push off');
    await button(page, 'Undo').press('Enter');
    await page.getByText('Undone').waitFor();
    await expectFocus(cell(page, 'Missed call by push'));
    expect(await cell(page, 'Missed call by push').isChecked()).toBe(true);
    expect(await cell(page, missedByMail).isChecked()).toBe(false);

    await button(page, 'Reset Missed call to its defaults').click();
    await page.getByText('Missed call: back to the defaults').waitFor();
    expect(await cell(page, missedByMail).isChecked()).toBe(true);
    await expectFocus(page.getByRole('group', { name: 'Missed call', exact: true }));

    await unfold(page, 'Product');
    await toggle(page, 'New feature by email', 'New feature: email on');
    await unfold(page, 'Work');
    await toggle(page, 'Task due by push', 'Task due: push off');
    await button(page, 'Reset all to default').click();
    await page.getByText('All notifications are back to their defaults').waitFor();
    await expectFocus(button(page, 'Reset all to default'));
    await page.reload();
    await cell(page, missedByMail).waitFor();
    await unfold(page, 'Product');
    await unfold(page, 'Work');
    expect(await cell(page, 'New feature by email').isChecked()).toBe(false);
    expect(await cell(page, 'Task due by push').isChecked()).toBe(true);
    await page.context().close();
  },
);

test('a channel is switched off as a whole; what is mandatory is said to stay', async () => {
  const { page } = await openSettings(browser, stack);
  await openNotifications(page);
  await toggle(page, 'All notifications by email', 'Email is off');
  await page
    .getByText('Email is switched off: only what can’t be turned off still comes that way.')
    .waitFor();
  await expectAccessible(page);
  const mandatory = page.getByRole('switch', { name: /^Password changed by email\. Always on/ });
  expect(await mandatory.isChecked()).toBe(true);
  await mandatory.click({ force: true });
  expect(await mandatory.isChecked()).toBe(true);
  await toggle(page, 'All notifications by email', 'Email is on');
  expect(await cell(page, 'All notifications by email').isChecked()).toBe(true);
  await page.context().close();
});

test('what could not be saved goes back, with the reason', async () => {
  const { page } = await openSettings(browser, stack);
  await openNotifications(page);
  await page.route('**/api/user/notification-preferences', (route) =>
    route.request().method() === 'PATCH' ? route.abort() : route.continue(),
  );
  await cell(page, missedByMail).click();
  await page.getByText('could not be reached', { exact: false }).waitFor();
  await expect.poll(() => cell(page, missedByMail).isChecked()).toBe(true);
  await button(page, 'Dismiss').click();
  // A switch is pressed again; a week of times is not entered twice.
  await cell(page, 'Quiet hours on Monday').click();
  await page.getByLabel('Monday, from').fill('21:30');
  await button(page, 'Save quiet hours').click();
  await page.getByText('could not be reached', { exact: false }).waitFor();
  await expect.poll(() => page.getByLabel('Monday, from').inputValue()).toBe('21:30');
  await page.context().close();
});

test('on a phone categories begin closed but for the first; what a search finds is open while it lasts', async () => {
  const { page } = await openSettings(browser, stack, { viewport: { width: 390, height: 844 } });
  await openNotifications(page);
  const shown = () => page.locator('details[open] [data-type]').count();
  const first = await shown();
  expect(await page.locator('[data-type]').count()).toBeGreaterThan(3 * first);
  await page.getByLabel('Find a notification').fill('invoice');
  await page.getByText('2 notifications found').waitFor();
  await expect.poll(shown).toBe(2);
  await page.getByRole('switch', { name: 'New invoice by email' }).waitFor();
  await page.getByLabel('Find a notification').fill('nothing of the kind');
  await page.getByText('No notification by these words').waitFor();
  await expectAccessible(page);
  await page.getByLabel('Find a notification').fill('');
  await expect.poll(shown).toBe(first);
  await page.context().close();
});

test.each(journeyWidths)('quiet hours per weekday and a digest are kept, at %i px', async (width) => {
  const { page } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
  await openNotifications(page);
  await cell(page, 'Quiet hours on Monday').click();
  await page.getByLabel('Monday, from').fill('21:30');
  await page.getByLabel('Monday, to').fill('06:45');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await button(page, 'Like Monday every day').click();
  expect(await page.getByLabel('Sunday, to').inputValue()).toBe('06:45');
  await cell(page, 'Quiet hours on Sunday').click();
  await button(page, 'Save quiet hours').click();
  await page.getByText('Quiet hours saved').waitFor();

  await page.getByRole('combobox', { name: 'Reports' }).selectOption('Mondays at 9:00');
  await page.getByText('Reports: Mondays at 9:00').waitFor();
  await page.reload();
  await cell(page, 'Quiet hours on Monday').waitFor();
  expect(await page.getByLabel('Saturday, from').inputValue()).toBe('21:30');
  expect(await cell(page, 'Quiet hours on Sunday').isChecked()).toBe(false);
  expect(await page.getByRole('combobox', { name: 'Reports' }).inputValue()).toBe('Mondays at 9:00');
  await page.context().close();
});

test('quiet hours are refused where their reader looks, on a phone too; leaving them unsaved asks first', async () => {
  const { page } = await openSettings(browser, stack, { viewport: { width: 390, height: 844 } });
  await openNotifications(page);
  await cell(page, 'Quiet hours on Friday').click();
  await page.getByLabel('Friday, from').fill('');
  await button(page, 'Save quiet hours').click();
  await page.getByText('Enter when quiet hours begin and end on Friday.').waitFor();
  await expectFocus(page.getByLabel('Friday, from'));
  await expectAccessible(page);
  await page.getByLabel('Friday, from').fill('22:00');
  await cell(page, 'Quiet hours on Monday').click();
  await page.getByLabel('Monday, from').fill('00:00');
  await page.getByLabel('Monday, to').fill('00:00');
  await button(page, 'Like Monday every day').click();
  await button(page, 'Save quiet hours').click();
  const refusal = page.getByText('This leaves no time in the week that is not quiet.');
  await refusal.waitFor();
  expect((await refusal.boundingBox())?.y).toBeGreaterThan(0);
  expect(await page.getByLabel('Sunday, to').inputValue()).toBe('00:00');
  await page.getByRole('link', { name: 'Security' }).first().click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
  await page.context().close();
});

test.each(journeyWidths)(
  'an admin locks a notification, and a member sees by whom, at %i px',
  async (width) => {
    const viewport = { width, height: 900 };
    const { page, email } = await openSettings(browser, stack, { viewport });
    await page.goto(`${stack.url}/settings/company`);
    await page.getByRole('link', { name: 'Notification defaults' }).click();
    const lock = page.getByRole('combobox', { name: 'Missed call: Email' });
    await lock.waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await lock.selectOption('Never');
    await page.getByText('Missed call, Email: never').waitFor();
    await page.getByRole('combobox', { name: 'New feature: Email' }).selectOption('On');
    await page.getByText('New feature, Email: on').waitFor();
    const taskDue = page.getByRole('combobox', { name: 'Task due: Email' });
    await taskDue.focus();
    await taskDue.selectOption('Off');
    await page.getByText('Task due, Email: off').waitFor();
    await button(page, 'Undo').last().press('Enter');
    await page.getByText('Undone').waitFor();
    await expectFocus(taskDue);
    expect(await taskDue.inputValue()).toBe('Default (on)');
    await expectAccessible(page);

    const friend = await colleagueOf(page);
    const guest = await openSettingsAs(browser, stack, friend.email, { viewport });
    await openLocked(guest);
    const locked = guest.getByRole('switch', { name: /^Missed call by email\. Off, set by your company/ });
    expect(await locked.isChecked()).toBe(false);
    await locked.click({ force: true });
    expect(await locked.isChecked()).toBe(false);
    await guest.getByText('Email: set by your company (Ada Lovelace, today)').waitFor();
    await unfold(guest, 'Product');
    expect(await cell(guest, 'New feature by email').isChecked()).toBe(true);
    expect(await guest.locator('[data-type="new-invoice"]').count()).toBe(0);
    await expectAccessible(guest);
    await expectNoSidewaysScroll(guest);
    // Who decides about it is said to members, where the page itself is not for them.
    await guest.goto(`${stack.url}/settings/company/notifications`);
    await guest.getByRole('link', { name: email }).waitFor();
    await page.context().close();
    await guest.context().close();
  },
);

/** Somebody whom the person of a page has invited, and who has accepted: the company is the one they are in. */
async function colleagueOf(page: Page): Promise<{ email: string }> {
  const friend = await stack.person(undefined, 'Charles Babbage');
  await page.evaluate(
    (body) =>
      fetch('/api/company/invitations', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    JSON.stringify({ email: friend.email, role: 'member' }),
  );
  const link = stack.linkIn(await stack.mail(friend.email, /invit/i), '/invitation');
  const token = link.searchParams.get('token') ?? link.hash.replace(/^#(?:token=)?/, '');
  const { cookie } = friend;
  const joined = await stack.ask('POST /api/auth/invitations/accept', { cookie, body: { token } });
  expect(joined.status).toBe(200);
  return friend;
}

async function openLocked(page: Page): Promise<void> {
  await page.goto(`${stack.url}/settings/notifications`);
  await cell(page, 'Missed call by push').waitFor();
}

test('everything goes by the keyboard', async () => {
  const { page } = await openSettings(browser, stack);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.locator('body').press('g');
  await page.locator('body').press('n');
  await page.waitForURL('**/settings/notifications');
  await cell(page, missedByMail).focus();
  await page.keyboard.press('Space');
  await page.getByText('Missed call: email off').waitFor();
  expect(await cell(page, missedByMail).isChecked()).toBe(false);
  await button(page, 'Undo').focus();
  await page.keyboard.press('Enter');
  await page.getByText('Undone').waitFor();
  expect(await cell(page, missedByMail).isChecked()).toBe(true);
  await page.context().close();
});

test('the tab that failed to load says so and loads again', async () => {
  const page = (await openSettings(browser, stack)).page;
  await page.route('**/api/user/notification-preferences', (route) => route.abort());
  await page.goto(`${stack.url}/settings/notifications`);
  await page.getByText('Your notification preferences could not be loaded').waitFor();
  await expectAccessible(page);
  await page.unroute('**/api/user/notification-preferences');
  await button(page, 'Try again').click();
  await cell(page, missedByMail).waitFor();
  await page.context().close();
});
