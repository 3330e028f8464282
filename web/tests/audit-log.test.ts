import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { stackClient } from '#infra/local/tests/running-stack.ts';
import { ask } from './at-place.ts';
import { expectAccessible, expectNoSidewaysScroll, launch, journeyWidths } from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const lines = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.locator('time') });

/** Something to read: one rename after the other, and an invitation. */
async function openLog(page: Page, renames: number): Promise<void> {
  for (let at = 1; at <= renames; at += 1) await ask(page, 'PATCH /api/company', { name: `Engines ${at}` });
  await ask(page, 'POST /api/company/invitations', { email: stack.newEmail(), role: 'admin' });
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Audit log' }).click();
  await lines(page).getByText('Invitation sent').waitFor();
}

async function saved(page: Page, format: 'CSV' | 'JSON'): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Download as ${format}` }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`audit-log.${format.toLowerCase()}`);
  return readFileSync(await file.path(), 'utf8');
}

test.each(journeyWidths)(
  'an admin narrows the audit log down, and takes it along, at %i px',
  async (width) => {
    const { page, email } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    await openLog(page, 2);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByText('Engines 1 → Engines 2').waitFor();

    await page.getByLabel('Show').selectOption({ label: 'Company renamed' });
    await expect.poll(() => lines(page).count()).toBe(2);
    await page.getByLabel('Show').selectOption({ label: 'Members: everything' });
    await lines(page).getByText('Account created').waitFor();
    expect(await page.getByText('Engines 1 → Engines 2').count()).toBe(0);
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await page.getByText('Engines 1 → Engines 2').waitFor();
    await page.getByLabel('Done by').selectOption({ label: 'Ada Lovelace' });
    await page.getByText('Engines 1 → Engines 2').waitFor();
    await page.getByLabel('From').fill('2020-01-02');
    await page.getByLabel('Until').fill('2020-01-01');
    await page.getByLabel('Until').blur();
    await page.getByText('This is before the first day').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Until').fill('2020-01-03');
    await page.getByLabel('Until').blur();
    await page.getByText('No entry matches this filter.').waitFor();
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await page.getByText('Engines 1 → Engines 2').waitFor();

    await page.getByLabel('Show').selectOption({ label: 'Company renamed' });
    await expect.poll(() => lines(page).count()).toBe(2);
    const csv = await saved(page, 'CSV');
    expect(csv.split('\r\n').slice(1, -1)).toHaveLength(2);
    expect(csv).toContain(email);
    const json = JSON.parse(await saved(page, 'JSON')) as { type: string }[];
    expect(json.map(({ type }) => type)).toEqual(['latchkey.company.renamed', 'latchkey.company.renamed']);
    await page.context().close();
  },
);

test('older lines come page by page, by the keyboard, and the focus is not lost at the end', async () => {
  const { page } = await openSettings(browser, stack);
  await openLog(page, 30);
  expect(await lines(page).count()).toBe(25);
  await page.getByRole('button', { name: 'Show older entries' }).focus();
  await page.keyboard.press('Enter');
  await lines(page).getByText('Account created').waitFor();
  expect(await lines(page).count()).toBeGreaterThan(30);
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);
  await page.context().close();
});
