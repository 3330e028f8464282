import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { password, type StackClient } from '#infra/local/tests/running-stack.ts';
import { expectAccessible } from './browser.ts';

/** What an authenticator shows half a minute later: a code that was not used before. */
export async function nextCode(stack: StackClient, secret: string): Promise<string> {
  const { now } = (await stack.advance('30s')) as { now: string };
  return generateSync({ secret, epoch: Math.floor(Date.parse(now) / 1000) });
}

/** Opens the Security tab and waits until one of its cards is there. */
export async function openSecurity(
  page: Page,
  url: string,
  card: 'two-factor' | 'sessions' | 'log' | 'password' | 'ip-list',
) {
  await page.goto(`${url}/settings/security`);
  const shown = page.locator(`#${card}`);
  await shown.scrollIntoViewIfNeeded();
  await shown.getByRole('status', { name: 'Loading…' }).waitFor({ state: 'detached' });
  return shown;
}

/** Proves the password, and gives a code where one is asked for, in the dialog that a sensitive step opens. */
export async function prove(page: Page, code?: string) {
  const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' });
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  if (code !== undefined) await dialog.getByLabel(/^Code from your app/).fill(code);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
}

/** Turns two-factor on as a person does: by the shown key; gives it and the recovery codes. */
export async function turnOn(page: Page, stack: StackClient) {
  await page.getByRole('button', { name: 'Turn on two-factor' }).click();
  await prove(page);
  const enrol = page.getByRole('dialog', { name: 'Set up your authenticator app' });
  const secret = ((await enrol.locator('code').textContent()) ?? '').replaceAll(/\s/g, '');
  await enrol.getByRole('img', { name: /QR code/ }).waitFor();
  await expectAccessible(page);
  await enrol.getByLabel('Six-digit code').fill(await nextCode(stack, secret));
  await enrol.getByRole('button', { name: 'Turn on' }).click();
  const codes = await saveCodes(page);
  await page.locator('#two-factor').getByText('Enabled').waitFor();
  return { secret, codes };
}

/** The dialog with new recovery codes: it stays until the person says that they are saved. Gives the codes. */
export async function saveCodes(page: Page): Promise<string[]> {
  const dialog = page.getByRole('dialog', { name: 'Save your recovery codes' });
  await dialog.waitFor();
  await expectAccessible(page);
  const codes = await dialog
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allTextContents();
  expect(new Set(codes).size).toBe(10);
  for (const key of ['Escape', 'Escape', 'Escape']) await page.keyboard.press(key);
  expect(await dialog.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true);
  expect(await dialog.isVisible()).toBe(true);
  await dialog.getByLabel('I saved them').check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'hidden' });
  return codes.map((code) => code.trim());
}

/** Fills in the first step of signing in. */
export async function enterPassword(page: Page, url: string, email: string, secret = password) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel(/^Email/).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Gives the second factor on the sign-in page. */
export async function enterCode(page: Page, label: 'Six-digit code' | 'Recovery code', code: string) {
  await page.getByLabel(label).fill(code);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
}
