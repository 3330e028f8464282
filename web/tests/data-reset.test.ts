import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';

import { password, type RunningStack } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectFocus, expectNoSidewaysScroll, openPage, journeyWidths } from './browser.ts';
import { fillProof, openDangerZone } from './danger-zone.ts';
import { enterPassword } from './authenticator.ts';
import { withOwnStack } from './own-stack.ts';
import { openSettings } from './signed-in.ts';

// The clock is moved for everybody on a stack: so this file has one of its own.
let stack: RunningStack;
let browser: Browser;
withOwnStack((own) => ({ stack, browser } = own));

const counts = {
  'call-logs': 1200,
  transcripts: 40,
  recordings: 30,
  feedback: 20,
  agents: 3,
  'phone-numbers': 2,
};

test.each(journeyWidths)(
  'an owner resets the data, sees it go, and gets a receipt, at %i px',
  async (width) => {
    const { page, email } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    const { body } = await stack.ask('GET /api/session', { cookie: (await stack.signIn(email)).cookie });
    await stack.records(body.company.id, counts);
    await openDangerZone(page, stack);
    await page.getByRole('button', { name: 'Reset Data' }).click();
    const dialog = page.getByRole('dialog', { name: /^(Reset all data|Data reset) of / });
    const row = (name: string) => dialog.locator('dl > div').filter({ hasText: name });
    await row('Call logs').getByText('1,200').waitFor();
    await dialog.getByText('Phone numbers').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    const submit = dialog.getByRole('button', { name: 'Reset the data' });
    for (const word of ['reset', 'RESET ', 'DELETE']) {
      await fillProof(dialog, { word });
      await submit.click();
      await dialog.getByText('Type the word exactly as shown').waitFor();
    }
    await fillProof(dialog, { word: 'RESET', password: 'not my password' });
    await submit.click();
    await dialog.getByText('This password is wrong.').waitFor();
    await expectAccessible(page);
    await fillProof(dialog, { word: 'RESET' });
    await submit.click();
    await dialog
      .getByRole('progressbar', { name: 'Progress of the data reset' })
      .or(dialog.getByText('The data is deleted'))
      .first()
      .waitFor();
    // What falls due is looked for as time passes.
    await stack.advance('61s');
    await dialog.getByText('The data is deleted').waitFor({ timeout: 60_000 });
    expect(await dialog.locator('[data-receipt-number]').textContent()).toMatch(
      /^([0-9A-Z]{5}-){5}[0-9A-Z]$/,
    );
    for (const summary of await dialog.locator('summary').all()) await summary.click();
    await dialog.getByText('1,200').first().waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

    await page.getByRole('button', { name: 'Reset Data' }).click();
    await dialog.getByText('What will be deleted').waitFor();
    await dialog.getByText('Nothing').first().waitFor();
    await page.context().close();
  },
);

test('a reset goes on when its dialog is closed, and is shown again when it is opened', async () => {
  const { page, email } = await openSettings(browser, stack);
  const { body } = await stack.ask('GET /api/session', { cookie: (await stack.signIn(email)).cookie });
  await stack.records(body.company.id, { 'call-logs': 1500 });
  await openDangerZone(page, stack);
  // Until the page knows whether its reader is an owner, nobody can press it.
  await page.getByRole('button', { name: 'Reset Data', disabled: false }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^(Reset all data|Data reset) of / });
  await dialog.getByRole('button', { name: 'Continue' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Back' }).focus();
  await page.keyboard.press('Enter');
  await expectFocus(dialog.locator('[tabindex="-1"]', { hasText: 'What is kept' }));
  await dialog.getByRole('button', { name: 'Continue' }).focus();
  await page.keyboard.press('Enter');
  await expectFocus(page.getByLabel('Type RESET to confirm'));
  await page.keyboard.type('RESET');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await dialog
    .getByText(/The data is (being )?deleted/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.reload();
  await page.getByRole('button', { name: 'Reset Data' }).click();
  // It may be over by now, and told by its receipt, or have left nothing to delete.
  const seen = (words: RegExp) => dialog.getByText(words).filter({ visible: true }).first();
  await seen(/^The data is (?:being )?deleted|^Nothing$/).waitFor();
  await stack.advance('61s');
  await seen(/^The data is deleted|^Nothing$/).waitFor({ timeout: 60_000 });
  await page.context().close();
});

test('members are told who can reset the data', async () => {
  const owner = await stack.person(undefined, 'Grace Hopper');
  const friend = await stack.person(undefined, 'Charles Babbage');
  await stack.ask('POST /api/company/invitations', {
    cookie: owner.cookie,
    body: { email: friend.email, role: 'admin' },
  });
  const token = stack
    .linkIn(await stack.mail(friend.email, /invit/i), '/invitation')
    .searchParams.get('token');
  const { company } = (
    await stack.ask('POST /api/auth/invitations/accept', { cookie: friend.cookie, body: { token } })
  ).body;

  const page = await openPage(browser);
  await enterPassword(page, stack.url, friend.email);
  await page.getByLabel('Full Name').waitFor();
  await page.evaluate(
    (companyId) =>
      fetch('/api/session/company', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ companyId }),
      }),
    company.id as string,
  );
  await openDangerZone(page, stack);
  await page.getByText('Only owners of Grace Hopper’s company can reset its data.').waitFor();
  expect(await page.getByRole('button', { name: 'Reset Data' }).count()).toBe(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'See who they are' }).click();
  await page.getByText(owner.email).waitFor();
  await page.context().close();
});
