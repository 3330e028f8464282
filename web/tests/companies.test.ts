import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { ask } from './at-place.ts';
import { expectAccessible, expectNoSidewaysScroll, launch, openPage, journeyWidths } from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const member = (page: Page, email: string) => page.locator(`[data-member="${email}"]`);

/** Opens the company page by the account menu, as a person finds it. */
async function openCompany(page: Page): Promise<void> {
  await button(page, /Account menu/).click();
  await page.getByRole('menuitem', { name: 'Company and members' }).click();
  await page.getByRole('heading', { name: 'Members', exact: true }).waitFor();
}

/** Invites an address and gives the page that the mailed link leads to. */
async function invite(page: Page, email: string, role: 'Member' | 'Admin' = 'Member'): Promise<string> {
  await button(page, 'Invite somebody').click();
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
  await dialog.getByLabel('Email address').fill(email);
  await dialog.getByRole('radio', { name: new RegExp(`^${role}`) }).check();
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByText(`Invitation sent to ${email}`).waitFor();
  return stack.linkIn(await stack.mail(email, /invit/i), '/invitation').href;
}

test.each(journeyWidths)(
  'somebody new is invited, joins by the mailed link, gets another role and is removed, at %i px',
  async (width) => {
    const viewport = { width, height: 900 };
    const { page, email: own } = await openSettings(browser, stack, { viewport });
    await openCompany(page);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    await button(page, 'Invite somebody').click();
    const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
    await dialog.getByLabel('Email address').fill('nobody at all');
    await dialog.getByRole('button', { name: 'Send invitation' }).click();
    await dialog.getByText('Invalid email format').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    const email = stack.newEmail();
    const link = await invite(page, email);
    await page.locator(`[data-invitation="${email}"]`).waitFor();
    await expectNoSidewaysScroll(page);

    const guest = await openPage(browser, { viewport });
    await guest.goto(link);
    await expectAccessible(guest);
    await button(guest, 'Accept the invitation').click();
    await guest
      .getByText(`for your new account with ${email}`, { exact: false })
      .or(guest.getByText(email))
      .first()
      .waitFor();
    await button(guest, 'Create account and join').click();
    await guest.getByText('Name is required').waitFor();
    await guest.getByLabel('Full name').fill('Grace Hopper');
    await guest.getByLabel('Password', { exact: true }).fill(password);
    await expectAccessible(guest);
    await expectNoSidewaysScroll(guest);
    await button(guest, 'Create account and join').click();
    await guest.waitForURL('**/settings/company');
    await member(guest, own).waitFor();
    expect(await button(guest, 'Invite somebody').count()).toBe(0);

    await page.reload();
    const row = member(page, email);
    await row.getByRole('combobox', { name: 'Role of Grace Hopper' }).selectOption('Admin');
    await page.getByText('Grace Hopper is now an admin').waitFor();
    await guest.reload();
    await button(guest, 'Invite somebody').waitFor();

    await row.getByRole('button', { name: 'Remove: Grace Hopper' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Grace Hopper was removed').waitFor();
    expect(await row.count()).toBe(0);
    await page.context().close();
    await guest.context().close();
  },
);

test('somebody who has an account signs in first, comes back and joins; both companies are theirs', async () => {
  const { page } = await openSettings(browser, stack);
  await openCompany(page);
  await page.getByLabel('Company name').fill('Analytical Engines');
  await button(page, 'Rename').click();
  await page.getByText('Company renamed').waitFor();
  const friend = await stack.person(undefined, 'Charles Babbage');
  const link = await invite(page, friend.email, 'Admin');

  const guest = await openPage(browser);
  await guest.goto(link);
  await button(guest, 'Accept the invitation').click();
  await guest.getByRole('heading', { name: 'Join Analytical Engines' }).waitFor();
  await guest.getByRole('link', { name: 'Sign in to accept' }).click();
  await guest.getByLabel(/^Email/).fill(friend.email);
  await guest.getByLabel('Password', { exact: true }).fill(password);
  await guest.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await guest.waitForURL('**/invitation**');
  await button(guest, 'Accept the invitation').click();
  await guest.waitForURL('**/settings/company');
  expect(await guest.getByLabel('Company name').inputValue()).toBe('Analytical Engines');

  await button(guest, /Account menu/).click();
  await guest.getByRole('menuitem', { name: 'Switch company' }).click();
  const dialog = guest.getByRole('dialog', { name: 'Switch company' });
  await expectAccessible(guest);
  await dialog.getByRole('button', { name: /Charles Babbage’s company/ }).click();
  await guest.getByText('You are in Charles Babbage’s company now').waitFor();
  await expect.poll(() => guest.getByLabel('Company name').inputValue()).toBe('Charles Babbage’s company');

  // Used once: it opens nothing more for anybody else.
  const stranger = await openSettings(browser, stack);
  await stranger.page.goto(link);
  await button(stranger.page, 'Accept the invitation').click();
  await stranger.page.getByText('You are signed in with another address', { exact: false }).waitFor();
  for (const each of [page, guest, stranger.page]) await each.context().close();
});

test('a withdrawn invitation opens nothing, and the only owner can neither leave nor step down', async () => {
  const { page, email: own } = await openSettings(browser, stack);
  await openCompany(page);
  const email = stack.newEmail();
  const link = await invite(page, email);
  await page
    .locator(`[data-invitation="${email}"]`)
    .getByRole('button', { name: /Withdraw/ })
    .click();
  await page.getByText(`The invitation of ${email} was withdrawn`).waitFor();
  const guest = await openPage(browser);
  await guest.goto(link);
  await button(guest, 'Accept the invitation').click();
  await guest.getByText('This invitation was withdrawn or sent anew.', { exact: false }).waitFor();

  await member(page, own).getByRole('combobox').selectOption('Member');
  await page.getByText('A company needs an owner. Make somebody else an owner first.').waitFor();
  expect(await member(page, own).getByRole('combobox').inputValue()).toBe('owner');
  await button(page, 'Leave company').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Leave company' }).click();
  await dialog
    .getByText('owner', { exact: false })
    .or(dialog.getByText('only company', { exact: false }))
    .first()
    .waitFor();
  await expectAccessible(page);
  await page.context().close();
  await guest.context().close();
});

test.each(journeyWidths)(
  'among many companies one is found by its name, and switched to, at %i px',
  async (width) => {
    const { page } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    const names = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta', 'Eta'];
    for (const name of names) await ask(page, 'POST /api/companies', { name });
    await page.reload();
    await button(page, /Account menu/).click();
    await page.getByRole('menuitem', { name: 'Switch company' }).click();
    const dialog = page.getByRole('dialog', { name: 'Switch company' });
    await dialog.getByLabel('Find a company').fill('nothing like it');
    await dialog.getByText('No company by that name').waitFor();
    await dialog.getByLabel('Find a company').fill('gam');
    expect(await dialog.getByRole('listitem').count()).toBe(1);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await dialog.getByRole('button', { name: /Gamma/ }).click();
    await page.getByText('You are in Gamma now').waitFor();
    await page.context().close();
  },
);

test('a second company is founded and left again by the keyboard', async () => {
  const { page } = await openSettings(browser, stack);
  await page.getByRole('button', { name: /Account menu/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Profile settings' }).waitFor();
  while (
    !(await page
      .getByRole('menuitem', { name: 'Switch company' })
      .evaluate((e) => e === document.activeElement))
  )
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await button(page, 'Create a company').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Difference Engines');
  await page.keyboard.press('Enter');
  await page.getByText('You are in Difference Engines now').waitFor();
  await openCompany(page);
  expect(await page.getByLabel('Company name').inputValue()).toBe('Difference Engines');
  await button(page, 'Delete company').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete company' }).click();
  const proof = page.getByRole('dialog', { name: 'Confirm it’s you' });
  await proof.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByText('Difference Engines was deleted').waitFor();
  await page.waitForURL('**/settings/profile');
  await page.context().close();
});
