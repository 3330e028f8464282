import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { launch, openPage } from './browser.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A page that is painted, and whose scripts are still on their way until `arrive` is called. */
async function openSlowly(path: string): Promise<{ page: Page; sent: string[]; arrive: () => void }> {
  const page = await openPage(browser);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
  });
  const { promise: arrived, resolve } = Promise.withResolvers<null>();
  await page.route('**/_app/immutable/entry/app.*', async (route: Route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(`${stack.url}${path}`, { waitUntil: 'commit' });
  await page.getByLabel('Email').waitFor();
  return { page, sent, arrive: () => resolve(null) };
}

test('what is typed and entered before the page runs signs in once it does, and is sent nowhere else', async () => {
  const { email } = await stack.person();
  const { page, sent, arrive } = await openSlowly('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  expect(sent).toEqual([]);
  arrive();
  await page.waitForURL('**/settings**');
  expect(sent).toContain('/api/auth/sign-in');
  expect(sent).not.toContain('/sign-in');
  await page.context().close();
});

test('of several buttons pressed before the page runs the last one counts, once', async () => {
  const { page, sent, arrive } = await openSlowly('/sign-in');
  await page.getByLabel('Email').fill('nobody@example.com');
  await page.getByLabel('Password', { exact: true }).fill('typed already');
  const signIn = page.getByRole('button', { name: 'Sign in', exact: true });
  const eye = page.getByRole('button', { name: 'Show password' });
  await signIn.click();
  expect(await signIn.getAttribute('aria-busy')).toBe('true');
  await eye.click();
  expect(await signIn.getAttribute('aria-busy')).toBeNull();
  expect(await eye.getAttribute('aria-busy')).toBe('true');
  arrive();
  await page.getByRole('button', { name: 'Show password', pressed: true }).waitFor();
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('typed already');
  expect(sent).toEqual([]);
  expect(await page.locator('button[aria-busy]').count()).toBe(0);
  await eye.click();
  await page.getByRole('button', { name: 'Show password', pressed: false }).waitFor();
  await page.context().close();
});

test('a link works before the page runs', async () => {
  const { page } = await openSlowly('/sign-in');
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.waitForURL('**/sign-up');
  await page.context().close();
});
