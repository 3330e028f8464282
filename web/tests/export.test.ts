import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import type { RunningStack } from '#infra/local/tests/running-stack.ts';
import { enterPassword, prove } from './authenticator.ts';
import { expectAccessible, expectFocus, expectNoSidewaysScroll, journeyWidths } from './browser.ts';
import { openDangerZone, scheduleDeletion } from './danger-zone.ts';
import { withOwnStack } from './own-stack.ts';
import { openSettings } from './signed-in.ts';

// The clock is moved by a day, for everybody on a stack: so this file has one of its own.
let stack: RunningStack;
let browser: Browser;
withOwnStack((own) => ({ stack, browser } = own));

/** Downloads the export that is ready, after the proof that it asks for; gives the file. */
async function download(page: Page, asked: boolean): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Download', exact: true })
      .click()
      .then(() => (asked ? prove(page) : undefined)),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.zip$/);
  return readFileSync(await file.path());
}

test.each(journeyWidths)(
  'the data is prepared, told of by mail, downloaded after a proof, and expires, at %i px',
  async (width) => {
    const { page, email } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    await openDangerZone(page, stack);
    await page.getByRole('button', { name: 'Prepare a download' }).focus();
    await page.keyboard.press('Enter');
    await expectFocus(page.getByRole('status').filter({ hasText: 'Your data is' }));
    await page.getByText('Your data is ready').waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await stack.mail(email, /ready/i);

    await page.reload();
    const zip = await download(page, true);
    expect(zip.subarray(0, 2).toString()).toBe('PK');
    expect(zip.toString('latin1')).toContain('README');
    await page.getByText('The download has begun').waitFor();

    await stack.advance('25h');
    await enterPassword(page, stack.url, email);
    await page.getByLabel('Full Name').waitFor();
    await openDangerZone(page, stack);
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    await prove(page);
    await page.getByText('This download has expired.', { exact: false }).waitFor();
    await page.getByText('The last download has expired').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Prepare a new one' }).click();
    await page.getByText('Your data is ready').waitFor({ timeout: 60_000 });
    await page.context().close();
  },
);

test('an account that waits for its deletion still gives its data away', async () => {
  const { page } = await openSettings(browser, stack);
  await scheduleDeletion(page, stack);
  await page.getByRole('button', { name: 'Prepare a download' }).click();
  await page.getByText('Your data is ready').waitFor({ timeout: 60_000 });
  const zip = await download(page, true);
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  await page.context().close();
});
