import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectNoSidewaysScroll, launch } from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Gives the page's browser an authenticator that keeps passkeys and verifies its user without asking. */
async function addAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Opens the security tab at its passkeys, which load when they are near. */
async function openPasskeys(page: Page): Promise<void> {
  await page.goto(`${stack.url}/settings/security`);
  await page.locator('#passkeys').scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: 'Add a passkey' }).waitFor();
}

async function prove(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' });
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
}

async function add(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await prove(page);
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' });
  await dialog.getByLabel('Name').fill(name);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create passkey' }).click();
  await page.getByText(`Passkey added: ${name}`).waitFor();
}

/** By the page's own script, with its cookie. */
const post = (page: Page, path: string, body: unknown = {}) =>
  page.evaluate(
    async ([to, json]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(to!, { method: 'POST', headers, body: json! });
      return (await answer.json().catch(() => null)) as Record<string, string> | null;
    },
    [path, JSON.stringify(body)],
  );

/** Signs out and comes back to the sign-in page, with the keyboard alone up to asking for the passkey. */
async function signInAgain(page: Page, email: string): Promise<void> {
  await post(page, '/api/auth/sign-out');
  await page.goto(`${stack.url}/sign-in`);
  await page.getByLabel('Email').fill(email);
  const button = page.getByRole('button', { name: 'Sign in with a passkey' });
  await button.focus();
  await page.keyboard.press('Enter');
}

test.each([1280, 390])('a passkey is added, named, used and removed, at %i px', async (width) => {
  const { page, email } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
  await addAuthenticator(page);
  await openPasskeys(page);
  await page.getByText('You have no passkeys yet').waitFor();
  await expectAccessible(page);
  await add(page, 'Laptop');
  const list = page.getByRole('list', { name: 'Passkeys' });
  expect(await list.innerText()).toContain('Not used yet');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  expect((await stack.mail(email, /passkey was added/i)).text).toContain('Laptop');

  await list.getByRole('button', { name: 'Rename Laptop' }).focus();
  await page.keyboard.press('Enter');
  const name = page.getByRole('dialog', { name: 'Rename passkey' }).getByLabel('Name');
  await name.waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Work laptop');
  await page.keyboard.press('Enter');
  await page.getByText('Passkey renamed to Work laptop').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent.trim())).toMatch(/^Rename/);

  await signInAgain(page, email);
  await page.waitForURL('**/settings');
  await openPasskeys(page);
  expect(await list.innerText()).toMatch(/Work laptop[\s\S]*Last used/);

  await page.getByRole('button', { name: 'Remove Work laptop' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove Work laptop?' });
  await dialog.waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await prove(page);
  await page.getByText('Passkey removed: Work laptop').waitFor();
  await page.getByText('You have no passkeys yet').waitFor();
  await stack.mail(email, /passkey was removed/i);

  await signInAgain(page, email);
  await page.getByText('This passkey could not sign you in.').waitFor();
  await expectAccessible(page);
  await page.context().close();
});

test('with two-factor on, a passkey alone signs in', async () => {
  const { page, email } = await openSettings(browser, stack);
  await addAuthenticator(page);
  await openPasskeys(page);
  await add(page, 'Phone');
  const enrolled = await post(page, '/api/user/two-factor/enrol');
  const clock = (await stack.ask('GET /__local/clock')).body as { now: string };
  const epoch = Math.floor(Date.parse(clock.now) / 1000);
  const code = generateSync({ secret: enrolled!['secret']!, epoch });
  expect(await post(page, '/api/user/two-factor/confirm', { code })).toHaveProperty('recoveryCodes');
  expect((await stack.signIn(email)).body.status).toBe('second-factor-required');

  await signInAgain(page, email);
  await page.waitForURL('**/settings');
  await page.context().close();
});

test('a browser without the passkey says so, and an address that nobody has looks alike', async () => {
  const { page, email } = await openSettings(browser, stack);
  await addAuthenticator(page);
  for (const address of [email, stack.newEmail()]) {
    await signInAgain(page, address);
    await page.getByText('Your browser used no passkey.').waitFor();
  }
  await page.getByLabel('Email').fill('nonsense');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Invalid email format').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email');
  await page.context().close();
});
