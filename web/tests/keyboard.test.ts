import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { launch, openPage } from './browser.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Tabs until an element whose accessible text or label matches has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return '';
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return [element.ariaLabel, ...labels.map((label) => label.textContent), element.textContent].join(' ');
    });
    if (name.test(focused.trim())) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The focus never reached ${String(name)}`);
}

test('from signing in to a saved profile without a pointer', async () => {
  const { email } = await stack.person();
  const page = await openPage(browser, { reducedMotion: 'no-preference' });
  await page.goto(`${stack.url}/sign-in`);
  await tabTo(page, /^Email/);
  await page.keyboard.type(email);
  await tabTo(page, /^Password/);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/settings**');
  await page.getByLabel('Full Name').waitFor();

  await tabTo(page, /^Full Name/);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Keyboard Person');
  await tabTo(page, /^Timezone/);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Sydney');
  await page.getByRole('option', { name: /Australia\/Sydney/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText('Profile updated successfully!').waitFor();
  expect(await page.getByRole('combobox', { name: 'Timezone' }).inputValue()).toMatch(/^Australia\/Sydney/);

  await tabTo(page, /Account menu/);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('menuitem').count()).toBe(0);
  await page.getByRole('heading', { name: 'Settings' }).click();
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await list.waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' }).catch(() => list.waitFor({ state: 'hidden' }));
  await page.context().close();
});
