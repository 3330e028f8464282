import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import {
  expectAccessible,
  expectFocus,
  expectNoSidewaysScroll,
  journeyWidths,
  launch,
  openPage,
  widths,
} from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const local = (path: string, body: object) =>
  fetch(`${stack.url}/__local/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Has the product tell somebody of a missed call. */
async function missedCall(page: Page, id: string): Promise<void> {
  const { user, company } = await page.evaluate(async () => (await fetch('/api/session')).json());
  const { data } = await (
    await fetch(`${stack.url}/__local/events/samples/missed-call`)
  )
    .json()
    .catch(() => ({}));
  const sample = data ?? {
    callId: id,
    caller: '+1 202-555-0123',
    agent: 'Reception',
    at: new Date().toISOString(),
  };
  const detail = {
    id,
    type: 'missed-call',
    companyId: company.id,
    to: { kind: 'accounts', accountIds: [user.id] },
    data: sample,
  };
  const { status } = await local('events', {
    source: 'product',
    detailType: 'latchkey.notification.requested',
    detail,
  });
  expect(status).toBe(202);
}

async function openChannels(page: Page): Promise<void> {
  await page.goto(`${stack.url}/settings/notifications`);
  await page.getByRole('heading', { name: 'Push notifications' }).waitFor();
}

test('a mail’s link asks, unsubscribes, and takes it back', async () => {
  const { page, email } = await openSettings(browser, stack);
  await missedCall(page, `unsubscribe-${Date.now()}`);
  const mail = await stack.mail(email, /missed call/i);
  const link = stack.linkIn(mail, '/unsubscribe');
  for (const width of widths) {
    const reader = await openPage(browser, { viewport: { width, height: 900 } });
    await reader.goto(link.href);
    await reader.getByText('Stop getting mail about “Missed call”?').waitFor();
    await expectAccessible(reader);
    await expectNoSidewaysScroll(reader);
    await reader.getByRole('button', { name: 'Unsubscribe' }).focus();
    await reader.keyboard.press('Enter');
    await reader.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
    await expectFocus(reader.getByText('You get no more mail about “Missed call”', { exact: false }));
    await reader.getByRole('button', { name: 'Undo' }).click();
    await reader.getByRole('heading', { name: 'You get this mail again' }).waitFor();
    await expectAccessible(reader);
    await reader.context().close();
  }
  await page.context().close();
});

test.each(journeyWidths)('a phone number is confirmed by its code, at %i px', async (width) => {
  const { page } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
  const phone = `+120255501${String(width).slice(-2)}`;
  await page.evaluate(
    (body) =>
      fetch('/api/user/profile', { method: 'PUT', headers: { 'content-type': 'application/json' }, body }),
    JSON.stringify({ name: 'Ada Lovelace', company: null, phone, timezone: 'Europe/London' }),
  );
  await openChannels(page);
  await page.getByRole('button', { name: 'Send a code' }).click();
  await expectFocus(page.getByLabel('Code', { exact: true }));
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const mail = await stack.mail(phone, /code/);
  const code = /^\d{6}/.exec(mail.text)![0];
  await page.getByLabel('Code', { exact: true }).fill(code === '000000' ? '111111' : '000000');
  await page.keyboard.press('Enter');
  await page.getByText('This code is not right.').first().waitFor();
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.keyboard.press('Enter');
  await page.getByText(`Text messages go to ${phone}.`).waitFor();
  await expectAccessible(page);
  await page.context().close();
});

test('mail that comes back is shown, and the address tried again', async () => {
  const email = `bounce-${Date.now()}@example.test`;
  await stack.person(email);
  const reader = await openPage(browser);
  await reader.goto(`${stack.url}/sign-in`);
  await reader.evaluate(
    (body) =>
      fetch('/api/auth/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    JSON.stringify({ email, password }),
  );
  await reader.goto(`${stack.url}/settings`);
  // It comes back, like all mail to this address.
  await stack.mail(email, /new sign-in/i);
  await openChannels(reader);
  await reader.getByText('Mail to you comes back').waitFor();
  await expectAccessible(reader);
  await reader.getByRole('button', { name: 'Try again' }).click();
  const dialog = reader.getByRole('dialog', { name: 'Confirm it’s you' });
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await reader.getByText('We sent a mail to try your address').waitFor();
  await expectFocus(reader.locator('#content'));
  await stack.mail(email, /reaches you again/i);
  await reader.context().close();
});
