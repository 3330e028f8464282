import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { newPlace, openAt, restrict } from './at-place.ts';
import { enterCode, enterPassword, nextCode, openSecurity, prove, turnOn } from './authenticator.ts';
import { expectAccessible, expectNoSidewaysScroll, launch, openPage, journeyWidths } from './browser.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.each(journeyWidths)(
  'an owner who is shut out breaks the glass with every proof there is, and mends the list, at %i px',
  async (width) => {
    const [home, away] = [newPlace(), newPlace()];
    const { page, email } = await openAt(browser, stack, home, width);
    await openSecurity(page, stack.url, 'two-factor');
    const { secret, codes } = await turnOn(page, stack);
    await restrict(page, { entries: [{ cidr: home }] });
    await page.context().close();

    const out = await openPage(browser, {
      viewport: { width, height: 900 },
      extraHTTPHeaders: { 'x-local-viewer-address': away },
    });
    await enterPassword(out, stack.url, email);
    await enterCode(out, 'Six-digit code', await nextCode(stack, secret));
    await out.getByRole('heading', { name: 'Your network address is not allowed' }).waitFor();
    await out.getByRole('link', { name: 'Use break-glass' }).click();
    await out.getByRole('heading', { name: 'Break-glass' }).waitFor();
    await expectAccessible(out);
    await expectNoSidewaysScroll(out);

    const submit = out.getByRole('button', { name: 'Break the glass' });
    await submit.click();
    await out.getByText('Email is required').waitFor();
    await expectAccessible(out);
    await out.getByLabel('Email').fill(email);
    await out.getByLabel('Password', { exact: true }).fill('not the password');
    await out.getByLabel('Six-digit code').fill(await nextCode(stack, secret));
    await out.getByLabel('Recovery code').fill(codes[0] ?? '');
    await submit.click();
    await out.getByText('Email or password is wrong.').waitFor();
    await out.getByLabel('Password', { exact: true }).fill(password);
    await out.getByLabel('Recovery code').fill('AAAAA-BBBBB-CCCCC-DDDDD-EEEEEE');
    await submit.click();
    await out.getByText('The code or the recovery code is wrong.').waitFor();
    await out.getByLabel('Six-digit code').fill(await nextCode(stack, secret));
    await out.getByLabel('Recovery code').fill((codes[0] ?? '').toLowerCase());
    await out.keyboard.press('Enter');
    await out.getByRole('heading', { name: 'You are past the restrictions' }).waitFor();
    await expectAccessible(out);
    await stack.mail(email, /Break-glass was used/);

    await out.getByRole('link', { name: 'Sign in' }).click();
    await out.getByLabel(/^Email/).fill(email);
    await out.getByLabel('Password', { exact: true }).fill(password);
    await out.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
    await enterCode(out, 'Six-digit code', await nextCode(stack, secret));
    await out.waitForURL('**/settings/ip-restrictions');
    await out.getByText('It is not on the list.').waitFor();
    // Enforcement is still on trial, and break-glass is no address to confirm it from.
    await out.getByRole('button', { name: 'Confirm' }).click();
    await out
      .getByText(`Your address ${away} is not on the list. Confirm from an address that is.`)
      .waitFor();
    await out.getByRole('button', { name: 'Add my address' }).click();
    await out.getByRole('button', { name: 'Save changes' }).click();
    await prove(out);
    const proof = out.getByRole('dialog', { name: 'Confirm it’s you' });
    await proof.getByLabel(/^Code from your app/).fill(await nextCode(stack, secret));
    await proof.getByRole('button', { name: 'Confirm' }).click();
    await out.getByText('Saved. Confirm within ten minutes').waitFor();
    await out.getByRole('button', { name: 'Confirm' }).click();
    await out.getByText('Confirmed. The restrictions stay enforced').waitFor();
    await out.context().close();
  },
);

test('who is signed in need not say who they are, and who is no owner with two-factor is told', async () => {
  const home = newPlace();
  const { page, email } = await openAt(browser, stack, home);
  await page.goto(`${stack.url}/break-glass`);
  await page.getByText(`You are signed in as ${email}.`).waitFor();
  expect(await page.getByLabel('Email').count()).toBe(0);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Six-digit code').fill('123456');
  await page.getByLabel('Recovery code').fill('AAAAA-BBBBB-CCCCC-DDDDD-EEEEEE');
  await page.keyboard.press('Enter');
  await page.getByText('Break-glass needs two-factor authentication, and this account has none.').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use another account' }).click();
  await page.getByLabel('Email').waitFor();
  await page.context().close();
});
