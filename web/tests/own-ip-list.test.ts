import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { stackClient } from '#infra/local/tests/running-stack.ts';
import { ask, moveTo, newPlace, openAt, stepUp } from './at-place.ts';
import { openSecurity, prove } from './authenticator.ts';
import { expectAccessible, expectNoSidewaysScroll, launch, journeyWidths } from './browser.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function openList(page: Page) {
  const card = await openSecurity(page, stack.url, 'ip-list');
  await card.getByLabel('Allowed addresses').waitFor();
  return card;
}

test.each(journeyWidths)(
  'one’s own list tells of bad lines, offers one’s address, and keeps out who is elsewhere, at %i px',
  async (width) => {
    const [home, away] = [newPlace(), newPlace()];
    const { page } = await openAt(browser, stack, home, width);
    const card = await openList(page);
    await card.getByText('Off', { exact: true }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    const box = card.getByLabel('Allowed addresses');
    const typed = '10.1.2.3/8 # data centre\n300.1.1.1\n\n# elsewhere\n192.0.2.1/33';
    await box.fill(typed);
    await card.getByRole('button', { name: 'Save list' }).click();
    await card.getByText('2 lines are wrong. Nothing is lost:').waitFor();
    await card.getByRole('button', { name: 'Line 2' }).waitFor();
    await card.getByRole('button', { name: 'Line 5' }).waitFor();
    expect(await box.inputValue()).toBe(typed);
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    await box.fill('10.1.2.3/8 # data centre\n10.9.0.0/16');
    await card.getByRole('button', { name: 'Save list' }).click();
    await prove(page);
    await card.getByText(`your own address ${home} is not on the list`).waitFor();
    await expectAccessible(page);
    await card.getByRole('button', { name: 'Add my address and save' }).click();
    await page.getByText('Your list of addresses is saved').waitFor();
    await card.getByText('Kept as 10.0.0.0/8').waitFor();
    await card.getByText('Within 10.0.0.0/8, so it adds nothing').waitFor();
    await card.getByText('Enabled').waitFor();
    expect((await box.inputValue()).split('\n')).toEqual([
      '10.0.0.0/8 # data centre',
      '10.9.0.0/16',
      `${home} # my address`,
    ]);

    await moveTo(page, away);
    await page.reload();
    await page.getByRole('heading', { name: 'Your network address is not allowed' }).waitFor();
    await page.getByText('It is not on your own list of allowed addresses.').waitFor();
    await page.getByText(away).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await moveTo(page, home);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Active sessions' }).waitFor();
    await page.context().close();
  },
);

test('what was saved elsewhere meanwhile is shown, and not overwritten unasked', async () => {
  const home = newPlace();
  const { page } = await openAt(browser, stack, home);
  const card = await openList(page);
  await stepUp(page);
  const box = card.getByLabel('Allowed addresses');
  await box.fill(`${home} # here`);
  await ask(page, 'PUT /api/user/ip-allowlist', { entries: [home, '192.0.2.0/24'] });
  await card.getByRole('button', { name: 'Save list' }).click();
  await card.getByText('Your list was changed elsewhere meanwhile').waitFor();
  await card.getByText('192.0.2.0/24').waitFor();
  await expectAccessible(page);
  expect(await box.inputValue()).toBe(`${home} # here`);
  await card.getByRole('button', { name: 'Save mine instead' }).click();
  await page.getByText('Your list of addresses is saved').waitFor();
  const { body } = await ask(page, 'GET /api/user/ip-allowlist');
  expect(body.entries).toEqual([`${home} # here`]);
  await box.fill('');
  await card.getByRole('button', { name: 'Save list' }).click();
  await page.getByText('The restriction is lifted: every address is allowed').waitFor();
  await page.context().close();
});
