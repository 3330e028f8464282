import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectNoSidewaysScroll, launch, journeyWidths } from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const secret = 'fedcba9876543210'.repeat(2);
const kinds = {
  Twilio: {
    wrong: ['Account SID', 'AC123', 'An Account SID is AC and 32 characters 0–9 and a–f'],
    right: { 'Account SID': `AC${'0123456789abcdef'.repeat(2)}`, 'Auth token': secret },
    shown: '••••cdef',
  },
  Telnyx: {
    wrong: ['API key', 'sk_live_1', 'An API key begins with KEY and is copied whole'],
    right: { 'API key': `KEY0123456789ABCDEF_${secret}`, 'SIP domain': 'sip.telnyx.eu' },
    shown: 'sip.telnyx.eu',
  },
  Plivo: {
    wrong: ['Auth ID', 'me', 'An Auth ID is MA or SA and 18 capital letters or digits'],
    right: { 'Auth ID': 'MAABCDEFGHIJKLMNOPQR', 'Auth token': `${secret}01234567` },
    shown: '••••OPQR',
  },
  'Custom SIP': {
    wrong: ['Host', '10.0.0.1', 'Write a public host name or IPv4 address, without sip: or a port'],
    right: { Host: 'sip.carrier.example', 'SIP user name': 'engine-room', 'SIP password': secret },
    shown: 'sip.carrier.example',
  },
} as const;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });

/** Fills the open dialog and sends it, with the password where it is asked for. */
async function send(page: Page, title: string, fields: Record<string, string>, proven = true): Promise<void> {
  const dialog = dialogOf(page, title);
  for (const [label, value] of Object.entries(fields))
    await dialog
      .getByLabel(label, { exact: true })
      .or(dialog.getByLabel(`${label} optional`))
      .fill(value);
  await dialog.getByRole('button', { name: /^(Connect|Replace)$/ }).click();
  if (proven) return;
  const proof = dialogOf(page, 'Confirm it’s you');
  await proof.getByLabel('Password', { exact: true }).fill(password);
  await proof.getByRole('button', { name: 'Confirm' }).click();
}

test.each(journeyWidths)(
  'each kind of provider is connected, masked, tested, replaced and disconnected, at %i px',
  async (width) => {
    const { page } = await openSettings(browser, stack, { viewport: { width, height: 900 } });
    await page.goto(`${stack.url}/settings/integrations`);
    await page.getByText('Not connected').nth(3).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole('link', { name: 'Plivo Integration' }).click();
    await page.waitForURL('**/telephony#plivo');
    await page.getByText('a test checks only the form').waitFor();

    // All of them at one width; at the others, those with most and with other fields.
    const tried = Object.entries(kinds).filter(([name]) => width === 1280 || /Twilio|SIP/.test(name));
    let proven = false;
    for (const [
      name,
      {
        wrong: [label, value, message],
        right,
        shown,
      },
    ] of tried) {
      await button(page, `Connect ${name}`).click();
      const dialog = dialogOf(page, `Connect ${name}`);
      const first = dialog.getByLabel(label, { exact: true });
      expect(await first.evaluate((element) => element === document.activeElement)).toBe(true);
      await send(page, `Connect ${name}`, { ...right, [label]: value }, proven || name !== 'Custom SIP');
      await dialog.getByText(message).waitFor();
      expect(await first.getAttribute('aria-invalid')).toBe('true');
      if (name === 'Twilio') await expectAccessible(page);
      await send(page, `Connect ${name}`, { [label]: right[label as keyof typeof right] }, proven);
      proven = true;
      await page.getByText(`${name} is connected`).waitFor();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText(shown).first().waitFor();
    }
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.reload();
    await button(page, 'Test Custom SIP').waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(await page.getByText('Stored, never shown').count()).toBe(tried.length);

    await button(page, 'Test Twilio').click();
    await page.getByText('The form is right. The provider was not asked.').waitFor();
    await button(page, 'Replace credentials Twilio').click();
    await send(page, 'Replace the credentials of Twilio', {
      ...kinds.Twilio.right,
      'Account SID': `AC${'9'.repeat(32)}`,
    });
    await page.getByText('The credentials of Twilio are replaced').waitFor();
    await page.getByText('••••9999').waitFor();
    // What was found of the old credentials says nothing of the new ones.
    expect(await page.getByText('The provider was not asked').count()).toBe(0);

    await button(page, 'Disconnect Twilio').click();
    const confirm = dialogOf(page, 'Disconnect Twilio?');
    await expectAccessible(page);
    await confirm.getByRole('button', { name: 'Cancel' }).click();
    await confirm.waitFor({ state: 'detached' });
    await button(page, 'Disconnect Twilio').click();
    await confirm.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Twilio is disconnected').waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent.trim()))
      .toBe('Connect Twilio');

    await page.getByRole('link', { name: 'Integrations', exact: true }).click();
    await page.getByRole('heading', { name: 'Telephony Integration' }).waitFor();
    await page.getByText('Host sip.carrier.example').waitFor();
    expect(await page.getByText('Connected', { exact: true }).count()).toBe(tried.length - 1);
    await expectAccessible(page);
    await page.context().close();
  },
);

test('without a pointer: from the profile to a connected provider', async () => {
  const { page } = await openSettings(browser, stack);
  await page.keyboard.press('ControlOrMeta+4');
  await page.getByRole('heading', { name: 'Telephony Integration' }).waitFor();
  const twilio = page.getByRole('link', { name: 'Twilio Integration' });
  await twilio.focus();
  await page.keyboard.press('Enter');
  await button(page, 'Connect Twilio').focus();
  await page.keyboard.press('Enter');
  await dialogOf(page, 'Connect Twilio').waitFor();
  await page.keyboard.type(kinds.Twilio.right['Account SID']);
  await page.keyboard.press('Tab');
  await page.keyboard.type(secret);
  await page.keyboard.press('Enter');
  await dialogOf(page, 'Confirm it’s you').waitFor();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByText('Twilio is connected').waitFor();
  await page.keyboard.press('?');
  await dialogOf(page, 'Keyboard shortcuts').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.waitForURL('**/settings/integrations');
  await page.context().close();
});

test('half a login is named at the field that is missing', async () => {
  const { page } = await openSettings(browser, stack);
  await page.goto(`${stack.url}/telephony`);
  await button(page, 'Connect Custom SIP').click();
  const { 'SIP password': _, ...half } = kinds['Custom SIP'].right;
  await send(page, 'Connect Custom SIP', half, false);
  const field = dialogOf(page, 'Connect Custom SIP').getByLabel(/^SIP password/);
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
  expect(await field.getAttribute('autocomplete')).toBe('off');
  expect(await field.getAttribute('type')).toBe('password');
  await page.getByRole('button', { name: 'Show SIP password' }).click();
  expect(await field.getAttribute('type')).toBe('text');
  await page.context().close();
});

test('two admins: who comes second sees what stands, and replaces it only knowingly', async () => {
  const { page } = await openSettings(browser, stack);
  await page.goto(`${stack.url}/telephony`);
  await button(page, 'Connect Twilio').click();
  await send(page, 'Connect Twilio', kinds.Twilio.right, false);
  await page.getByText('Twilio is connected').waitFor();

  const other = await page.context().newPage();
  await other.goto(`${stack.url}/telephony`);
  await button(other, 'Replace credentials Twilio').click();
  await send(other, 'Replace the credentials of Twilio', {
    ...kinds.Twilio.right,
    'Account SID': `AC${'7'.repeat(32)}`,
  });
  await other.getByText('••••7777').waitFor();

  await button(page, 'Replace credentials Twilio').click();
  await send(page, 'Replace the credentials of Twilio', kinds.Twilio.right);
  await page.getByText('Somebody changed this integration meanwhile').waitFor();
  await page.getByText('••••7777').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByText('••••cdef').waitFor();

  await button(other, 'Disconnect Twilio').click();
  const confirm = dialogOf(other, 'Disconnect Twilio?');
  await confirm.getByRole('button', { name: 'Disconnect' }).click();
  await confirm.getByText('This was changed elsewhere in the meantime.').waitFor();
  await confirm.getByRole('button', { name: 'Disconnect' }).click();
  await other.getByText('Twilio is disconnected').waitFor();
  await page.context().close();
});

test('a member is told who manages the providers, and nothing is asked for', async () => {
  const { page } = await openSettings(browser, stack);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.route('**/api/session', async (route) => {
    const response = await route.fetch();
    const session = (await response.json()) as { company: object };
    await route.fulfill({ response, json: { ...session, company: { ...session.company, role: 'member' } } });
  });
  for (const path of ['/settings/integrations', '/telephony']) {
    await page.goto(`${stack.url}${path}`);
    await page.getByText(/^Owners and admins of/).waitFor();
    expect(await page.getByRole('button', { name: /^Connect/ }).count()).toBe(0);
    await expectAccessible(page);
  }
  expect(asked.filter((path) => path.startsWith('/api/company/integrations'))).toEqual([]);
  await page.context().close();
});

test('what can’t be loaded says so, and loads when it is asked again', async () => {
  const { page } = await openSettings(browser, stack);
  let down = true;
  await page.route('**/api/company/integrations', (route) => (down ? route.abort() : route.continue()));
  for (const path of ['/settings/integrations', '/telephony']) {
    down = true;
    await page.goto(`${stack.url}${path}`);
    await page.getByText(/could not be loaded$/).waitFor();
    await expectAccessible(page);
    down = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Not connected').nth(3).waitFor();
  }
  await page.context().close();
});
