import type { Browser, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { password, type RunningStack } from '#infra/local/tests/running-stack.ts';
import { ask, moveTo, newPlace, openAt, restrict, stepUp } from './at-place.ts';
import { enterPassword, prove } from './authenticator.ts';
import { expectAccessible, expectNoSidewaysScroll, openPage, journeyWidths } from './browser.ts';
import { withOwnStack } from './own-stack.ts';

// The clock is moved for everybody on a stack: so this file has one of its own.
let stack: RunningStack;
let browser: Browser;
withOwnStack((own) => ({ stack, browser } = own));

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const entry = (page: Page, cidr: string) => page.locator(`[data-entry="${cidr}"]`);

/** Opens the page by the account menu, as a person finds it. */
async function openRestrictions(page: Page): Promise<void> {
  await button(page, /Account menu/).click();
  await page.getByRole('menuitem', { name: 'IP restrictions' }).click();
  await page.getByRole('heading', { name: 'Allowed addresses' }).waitFor();
}

async function addEntry(page: Page, cidr: string, label = ''): Promise<void> {
  await button(page, 'Add entry').click();
  const dialog = page.getByRole('dialog', { name: 'Add an entry' });
  await dialog.getByLabel('Address or network').fill(cidr);
  await dialog.getByLabel('Label').fill(label);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Puts a text into a box at once, as pasting does; Playwright types it, which takes a long one minutes. */
async function fill(box: Locator, text: string): Promise<void> {
  await box.evaluate((element: HTMLTextAreaElement, value) => {
    element.value = value;
    element.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
}

async function paste(page: Page, text: string) {
  await button(page, 'Paste many').click();
  const dialog = page.getByRole('dialog', { name: 'Paste many' });
  await fill(dialog.getByLabel('Addresses'), text);
  await dialog.getByRole('button', { name: 'Add to the list' }).click();
  return dialog;
}

test.each(journeyWidths)(
  'an admin is warned before a lock-out, enforces on trial and confirms, at %i px',
  async (width) => {
    const [home, away] = [newPlace(), newPlace()];
    const { page, email } = await openAt(browser, stack, home, width);
    await openRestrictions(page);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    await addEntry(page, '192.0.2.77/24', 'Old office');
    await entry(page, '192.0.2.0/24').getByText('New').waitFor();
    await page.getByText('It is not on the list.').waitFor();
    await page.getByRole('radio', { name: /^Enforce/ }).check();
    await expectNoSidewaysScroll(page);
    await button(page, 'Save changes').click();
    const enforce = page.getByRole('dialog', { name: 'Enforce the restrictions?' });
    await enforce.getByText(`Your own address ${home} is not on the list.`).waitFor();
    await enforce.getByText('You have no two-factor authentication, so there is no break-glass').waitFor();
    await enforce.getByText('It was never monitored').waitFor();
    await expectAccessible(page);
    await enforce.getByRole('button', { name: 'Enforce for ten minutes' }).click();
    await prove(page);

    const lockedOut = page.getByRole('dialog', { name: 'This would lock you out' });
    await lockedOut.getByText(home).waitFor();
    await expectAccessible(page);
    await lockedOut.getByRole('button', { name: 'Add my address and save' }).click();
    await page.getByText(/On trial: reverts in (10:00|9:\d\d)/).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    // Elsewhere nobody gets in, and the page says why and whom to ask.
    const other = await openPage(browser, {
      viewport: { width, height: 900 },
      extraHTTPHeaders: { 'x-local-viewer-address': away },
    });
    await enterPassword(other, stack.url, email);
    await other.getByRole('heading', { name: 'Your network address is not allowed' }).waitFor();
    await other.getByText(away).waitFor();
    await other.getByText('Ask an owner or admin of Ada Lovelace’s company to add it').waitFor();
    await expectAccessible(other);
    await expectNoSidewaysScroll(other);
    await button(other, 'Back').click();
    await other.getByLabel(/^Email/).waitFor();
    await other.context().close();

    await button(page, 'Confirm').click();
    await page.getByText('Confirmed. The restrictions stay enforced').waitFor();
    expect(await page.getByText(/On trial/).count()).toBe(0);
    await page.reload();
    await page.getByText('Enforced', { exact: true }).waitFor();
    await entry(page, home).getByText('Last matched today').waitFor();
    await page.context().close();
  },
);

test.each(journeyWidths)(
  'enforcement that nobody confirms in time goes back, and the page that counted down says so, at %i px',
  async (width) => {
    const home = newPlace();
    const { page } = await openAt(browser, stack, home, width);
    await page.clock.install();
    await openRestrictions(page);
    await button(page, 'Add my address').click();
    await page.getByRole('radio', { name: /^Enforce/ }).check();
    await button(page, 'Save changes').click();
    await button(page, 'Enforce for ten minutes').click();
    await prove(page);
    await page.getByText(/On trial: reverts in/).waitFor();
    await stack.advance('11m');
    await page.clock.fastForward(601_000);
    await page.getByText('The restrictions went back to what they were').waitFor();
    await page.getByText('Off', { exact: true }).first().waitFor();
    expect(await page.getByRole('radio', { name: /^Off/ }).isChecked()).toBe(true);
    await entry(page, home).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.context().close();
  },
);

test('each bad line is told by its number, and all of the text stays in the box', async () => {
  const { page } = await openAt(browser, stack, newPlace());
  await openRestrictions(page);
  const lines = [
    '10.1.2.3/33',
    '203.0.113.0/24 # the office',
    '300.1.1.1',
    '0.0.0.0/0',
    '010.0.0.1',
    'fe80::1%eth0',
    '1.2.3.4/8/8',
    'office.example.com',
    '# a comment of its own',
    '10.1.2.3/8 # data centre',
    '203.0.113.99/24',
  ];
  const dialog = await paste(page, lines.join('\n'));
  await dialog.getByText('7 lines are wrong. Nothing is lost:').waitFor();
  for (const [line, sentence] of [
    [1, 'The part after the slash is wrong'],
    [3, 'This is no IP address or network'],
    [4, 'This would admit every address'],
    [5, 'Leave out leading zeros'],
    [6, 'Leave out the zone (the part after %)'],
    [7, 'The part after the slash is wrong'],
    [8, 'This is no IP address or network'],
    [10, 'Kept as 10.0.0.0/8'],
    [11, 'The same as line 2'],
  ] as const) {
    const told = dialog
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: `Line ${line}`, exact: true }) });
    expect(await told.textContent()).toContain(sentence);
  }
  await expectAccessible(page);
  const box = dialog.getByLabel('Addresses');
  expect(await box.inputValue()).toBe(lines.join('\n'));
  // Its number leads to the line.
  await dialog.getByRole('button', { name: 'Line 5' }).click();
  expect(
    await box.evaluate((element: HTMLTextAreaElement) =>
      element.value.slice(element.selectionStart, element.selectionEnd),
    ),
  ).toBe('010.0.0.1');

  await dialog.getByRole('button', { name: 'Add the 2 that are right' }).click();
  await page.getByText('2 entries added. Save to make them count').waitFor();
  expect((await box.inputValue()).split('\n')).toEqual(
    lines.filter((_, at) => [0, 2, 3, 4, 5, 6, 7].includes(at)),
  );
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await entry(page, '203.0.113.0/24').getByText('the office').waitFor();
  await entry(page, '10.0.0.0/8').waitFor();
  await page.context().close();
});

test('ten thousand entries stay usable, and one more is refused', async () => {
  const { page } = await openAt(browser, stack, newPlace());
  await openRestrictions(page);
  const many = Array.from({ length: 10_001 }, (_, at) => `10.${at >> 8}.${at & 255}.1 # host ${at}`);
  const dialog = await paste(page, many.join('\r\n'));
  await dialog.getByText('A list has at most 10,000 entries; with these it would have 10,001').waitFor();
  await fill(dialog.getByLabel('Addresses'), many.slice(1).join('\n'));
  await dialog.getByRole('button', { name: 'Add to the list' }).click();
  await page.getByText('1–25 of 10,000').waitFor();
  await button(page, 'Save changes').click();
  await prove(page);
  await page.getByText('IP restrictions saved').waitFor();
  await page.reload();
  await page.getByText('1–25 of 10,000').waitFor();
  await page.getByLabel('Find an entry').fill('host 9999');
  await entry(page, '10.39.15.1').waitFor();
  expect(await page.locator('[data-entry]').count()).toBe(1);
  // An address finds the networks that hold it.
  await page.getByLabel('Find an entry').fill('10.0.7.1');
  await entry(page, '10.0.7.1').waitFor();
  await page.getByLabel('Find an entry').fill('');
  await button(page, 'Next').click();
  await page.getByText('26–50 of 10,000').waitFor();
  await expectAccessible(page);
  await button(page, 'Remove: 10.0.26.1').click();
  await page.getByText('1 removed').waitFor();
  await button(page, 'Save changes').click();
  await page.getByText('26–50 of 9,999').waitFor();
  await page.context().close();
});

test('what somebody else saved meanwhile is shown, and neither is lost', async () => {
  const { page } = await openAt(browser, stack, newPlace());
  await openRestrictions(page);
  await stepUp(page);
  await addEntry(page, '192.0.2.1', 'mine');
  await restrict(page, { mode: 'monitor', entries: [{ cidr: '192.0.2.2', label: 'theirs' }] });
  await button(page, 'Save changes').click();
  const dialog = page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
  await dialog.getByText('Mode: Monitor.').waitFor();
  await dialog.getByText('192.0.2.2').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Put mine over theirs' }).click();
  await entry(page, '192.0.2.1').waitFor();
  await entry(page, '192.0.2.2').waitFor();
  await button(page, 'Save changes').click();
  await page.getByText('IP restrictions saved').waitFor();
  const { body } = await ask(page, 'GET /api/company/ip-allowlist');
  expect([body.mode, body.entries.map(({ cidr }: { cidr: string }) => cidr)]).toEqual([
    'monitor',
    ['192.0.2.1', '192.0.2.2'],
  ]);
  await page.context().close();
});

test('monitoring tells who would have been blocked, and an address can be tried', async () => {
  const [home, away] = [newPlace(), newPlace()];
  const { page } = await openAt(browser, stack, home);
  await stepUp(page);
  await restrict(page, { mode: 'monitor', entries: [{ cidr: home, label: 'Home' }] });
  await moveTo(page, away);
  await ask(page, 'GET /api/session');
  await moveTo(page, home);
  await openRestrictions(page);
  const seen = page.locator(`[data-seen="${away}"]`);
  await seen.getByText('Ada Lovelace').waitFor();
  await expectAccessible(page);
  const address = page.getByLabel('Address', { exact: true });
  await address.fill('10.0.0.0/8');
  await button(page, 'Test').click();
  await page.getByText('Test one address, not a network').waitFor();
  await address.fill(home);
  await button(page, 'Test').click();
  await page.getByText(`${home} would pass, by ${home} (Home).`).waitFor();
  await address.fill(away);
  await button(page, 'Test').click();
  await page.getByText(`${away} would be blocked.`).waitFor();
  await seen.getByRole('button', { name: /^Add/ }).click();
  await entry(page, away).getByText('Ada Lovelace').waitFor();
  await page.context().close();
});

test('an entry is added, edited and saved by the keyboard, and what is not saved is guarded', async () => {
  const { page } = await openAt(browser, stack, newPlace());
  await openRestrictions(page);
  await button(page, 'Add entry').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Add an entry' }).waitFor();
  await page.keyboard.type('2001:db8::1/64');
  await page.getByText('Will be kept as 2001:db8::/64').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Lab');
  await page.keyboard.press('Enter');
  await entry(page, '2001:db8::/64').waitFor();
  await button(page, 'Edit: 2001:db8::/64').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Edit the entry' });
  await dialog.getByLabel('Ends after').fill('2020-01-01');
  await page.keyboard.press('Enter');
  await dialog.getByText('This day is over').waitFor();
  await dialog.getByLabel('Ends after').fill('2090-12-31');
  await page.keyboard.press('Enter');
  await entry(page, '2001:db8::/64')
    .getByText(/Ends .*2091/)
    .waitFor();

  await page.keyboard.press('g');
  await page.keyboard.press('p');
  const unsaved = page.getByRole('dialog', { name: 'Leave without saving?' });
  await unsaved.getByRole('button', { name: 'Keep editing' }).click();
  await page.keyboard.press('Control+s');
  await prove(page);
  await page.getByText('IP restrictions saved').waitFor();
  await page.context().close();
});

test('only what is sensitive: the rest goes on, and another company is one click away', async () => {
  const [home, away] = [newPlace(), newPlace()];
  const { page } = await openAt(browser, stack, home);
  await ask(page, 'POST /api/companies', { name: 'Open House' });
  await stepUp(page);
  await restrict(page, { scope: 'sensitive', entries: [{ cidr: home }] });
  await moveTo(page, away);
  await page.goto(`${stack.url}/settings/profile`);
  await page.getByLabel('Full Name').waitFor();
  await page.goto(`${stack.url}/settings/audit-log`);
  const dialog = page.getByRole('dialog', { name: 'Your network address is not allowed' });
  await dialog.getByText(away).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Go on in Open House' }).click();
  await page.getByText('You are in Open House now').waitFor();
  await page.goto(`${stack.url}/settings/audit-log`);
  await page.getByRole('listitem').getByText('Switched to this company').waitFor();
  await page.context().close();
});

test('what is being typed survives a network that is not allowed', async () => {
  const [home, away] = [newPlace(), newPlace()];
  const { page } = await openAt(browser, stack, home);
  await stepUp(page);
  await restrict(page, { entries: [{ cidr: home }] });
  await page.goto(`${stack.url}/settings/profile`);
  await page.getByLabel('Full Name').fill('Augusta Ada King');
  await moveTo(page, away);
  await button(page, 'Save Changes').click();
  const dialog = page.getByRole('dialog', { name: 'Your network address is not allowed' });
  await dialog.getByText(away).waitFor();
  await dialog.getByRole('button', { name: 'Sign out and sign in again' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.getByLabel('Full Name').inputValue()).toBe('Augusta Ada King');
  await moveTo(page, home);
  await button(page, 'Save Changes').click();
  await page.getByText('Profile updated successfully!').waitFor();
  await page.context().close();
});

test('members are told who manages it', async () => {
  const { page, email } = await openAt(browser, stack, newPlace());
  const guest = stack.newEmail();
  await ask(page, 'POST /api/company/invitations', { email: guest, role: 'member' });
  const token = stack.linkIn(await stack.mail(guest, /invit/i), '/invitation').searchParams.get('token');
  const member = await openPage(browser);
  await member.goto(`${stack.url}/sign-in`);
  await ask(member, 'POST /api/auth/invitations/accept', { token, password, name: 'Grace Hopper' });
  for (const [path, sentence] of [
    ['ip-restrictions', /decide from which networks/],
    ['audit-log', /see what happened in it/],
  ] as const) {
    await member.goto(`${stack.url}/settings/${path}`);
    await member.getByText(sentence).waitFor();
    await member.getByRole('link', { name: email }).waitFor();
    await expectAccessible(member);
  }
  await button(member, /Account menu/).click();
  await member.getByRole('menuitem', { name: 'Company and members' }).waitFor();
  expect(await member.getByRole('menuitem', { name: 'IP restrictions' }).count()).toBe(0);
  await page.context().close();
  await member.context().close();
});
