import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { stackClient } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectNoSidewaysScroll, launch, widths } from './browser.ts';
import { openSettings, save } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.each(widths)(
  'every field says what is wrong with it and keeps what was typed, at %i px',
  async (width) => {
    const { page } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    const saveButton = page.getByRole('button', { name: 'Save Changes' });
    const cases = [
      ['Full Name', '', 'Name is required', 'Ada King'],
      ['Full Name', 'A', 'Name must have at least 2 characters', 'Ada King'],
      ['Full Name', 'Ada <b>', 'Use letters, spaces, hyphens, apostrophes and full stops only', 'Ada King'],
      ['Company', 'x'.repeat(201), 'Company must have at most 200 characters', 'Acme Corp'],
      ['Phone Number', '0300 1234567', 'Invalid phone number format', '+92-300-1234567'],
      ['Phone Number', '+1 555 0100', 'Invalid phone number format', '+92-300-1234567'],
    ] as const;
    for (const [label, wrong, message, right] of cases) {
      const field = page.getByLabel(label);
      await field.fill(wrong);
      await saveButton.click();
      await page.getByText(message).first().waitFor();
      expect(await field.inputValue()).toBe(wrong);
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const described = (await field.getAttribute('aria-describedby')) ?? '';
      const texts = await Promise.all(
        described.split(' ').map((id) => page.locator(`[id="${id}"]`).textContent()),
      );
      expect(texts.join(' ')).toContain(message);
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
      if (wrong === 'A') await expectAccessible(page);
      await field.fill(right);
    }
    await save(page);
    await page.reload();
    expect(await page.getByLabel('Phone Number').inputValue()).toBe('+923001234567');
    expect(await page.getByLabel('Full Name').inputValue()).toBe('Ada King');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.context().close();
  },
);

test("the browser's time zone is kept once; a chosen one stays", async () => {
  const { page } = await openSettings(browser, stack, { timezoneId: 'Asia/Karachi' });
  const zone = page.getByRole('combobox', { name: 'Timezone' });
  await expect.poll(() => zone.inputValue()).toMatch(/^Asia\/Karachi \(UTC\+05:00\)$/);

  await zone.click();
  await page.getByRole('listbox').waitFor();
  const popular = page.getByRole('group', { name: 'Popular' }).getByRole('option');
  expect(await popular.count()).toBe(9);
  await zone.fill('atlantis');
  await page.getByText('No time zone matches').waitFor();
  await zone.fill('kathmandu');
  await page.getByRole('option', { name: /Kathmandu|Katmandu/ }).click();
  await save(page);
  await page.reload();
  expect(await page.getByRole('combobox', { name: 'Timezone' }).inputValue()).toMatch(/UTC\+05:45/);
  await page.context().close();
});

test('a photo is cropped, re-encoded without its metadata, shown in the header, and removed', async () => {
  const { page } = await openSettings(browser, stack);
  const picture = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 900, height: 600 });
    const brush = canvas.getContext('2d');
    if (brush) {
      brush.fillStyle = 'teal';
      brush.fillRect(0, 0, 900, 600);
    }
    return canvas.toDataURL('image/jpeg').split(',')[1] ?? '';
  });
  const choose = async (file: { name: string; mimeType: string; buffer: Buffer }) => {
    await page.locator('input[type=file]').setInputFiles(file);
  };
  await choose({ name: 'not.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload=alert(1)>') });
  await page.getByText('Choose a PNG, JPEG or WebP picture.').waitFor();

  await choose({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(picture, 'base64') });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Zoom in' }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save photo' }).click();
  await page.getByText('Photo updated').waitFor();
  const source = await page.locator('header img').getAttribute('src');
  const answer = await fetch(`${stack.url}${source ?? ''}`);
  expect(answer.headers.get('content-type')).toMatch(/^image\/(webp|jpeg|png)$/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await answer.arrayBuffer()).byteLength).toBeLessThan(512 * 1024);

  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove photo' }).click();
  await page.getByText('Photo removed').waitFor();
  await expect.poll(() => page.locator('header img').count()).toBe(0);
  await page.context().close();
});

test('two tabs in conflict: both values are shown, the choice is saved, nothing typed is lost', async () => {
  const { page } = await openSettings(browser, stack);
  const other = await page.context().newPage();
  await other.goto(`${stack.url}/settings`);
  await other.getByLabel('Full Name').fill('Ada from the other tab');
  await page.getByLabel('Full Name').fill('Ada from this tab');
  await page.getByLabel('Company').fill('Analytical Engines');
  await save(other);
  await page.getByRole('button', { name: 'Save Changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your profile was changed elsewhere' });
  await dialog.getByText('Ada from the other tab').waitFor();
  await dialog.getByText('Ada from this tab').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save this choice' }).click();
  await page.getByText('Profile updated successfully!').waitFor();
  await page.reload();
  expect(await page.getByLabel('Full Name').inputValue()).toBe('Ada from this tab');
  expect(await page.getByLabel('Company').inputValue()).toBe('Analytical Engines');
  await page.context().close();
});

test('leaving with unsaved changes asks first', async () => {
  const { page } = await openSettings(browser, stack);
  await page.getByLabel('Company').fill('Not saved');
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click();
  expect(await page.getByLabel('Company').inputValue()).toBe('Not saved');
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
  await page.waitForURL('**/sign-in**');
  await page.goBack();
  await page.waitForURL('**/sign-in**');
  await page.context().close();
});
