import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { createControl } from '../control/control.ts';
import { mailboxRoutes } from '../mailbox/mailbox-routes.ts';
import { startSes } from '../ses/start-ses.ts';

let browser: Browser;
beforeAll(async () => {
  // Only what a container needs: the arguments of the package would switch the browser's own protections off.
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox'],
  });
});
afterAll(() => browser.close());

/** The mailbox with a site around it whose every page says its own address. */
async function setup(viewport = { width: 1280, height: 800 }) {
  const stateDir = await mkdtemp(join(tmpdir(), 'mailbox-'));
  const ses = await startSes({ stateDir });
  const control = createControl(mailboxRoutes({ ses }));
  const server = createServer((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    if (!path.startsWith('/__local/')) {
      response.setHeader('content-type', 'text/html');
      response.end(`<h1>${path}</h1>`);
      return;
    }
    void control(request, { path, query }, 'request').then(({ status, headers, body }) => {
      response.writeHead(status, headers);
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`;
  const client = new SESClient({
    endpoint: ses.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const context = await browser.newContext({ viewport });
  onTestFinished(async () => {
    await context.close();
    server.closeAllConnections();
    server.close();
    await ses.close();
    await rm(stateDir, { recursive: true, force: true });
  });
  const send = (to: string, subject: string, html: string) =>
    client.send(
      new SendEmailCommand({
        Source: 'no-reply@example.com',
        Destination: { ToAddresses: [to] },
        Message: {
          Subject: { Data: subject },
          Body: { Html: { Data: html }, Text: { Data: `${url}/text` } },
        },
      }),
    );
  return { url, send, page: await context.newPage() };
}

it('opens the link of a mail in the window, and runs nothing that a mail brings', async () => {
  const { url, send, page } = await setup();
  const script = `<script>top.location.href = '${url}/stolen'; parent.document.title = 'stolen'</script>`;
  await send('ada@example.com', 'Confirm', `${script}<a href="${url}/confirm?code=1">Confirm</a>`);
  await page.goto(`${url}/__local/mail`);
  const link = page.frameLocator('iframe').getByRole('link', { name: 'Confirm' });
  await link.waitFor();
  expect(await page.title()).toBe('Mailbox (1) · Latchkey');
  await link.click();
  await page.waitForURL(`${url}/confirm?code=1`);

  await page.goBack();
  await page.getByRole('link', { name: 'Text', exact: true }).click();
  await page.getByRole('link', { name: `${url}/text` }).click();
  await page.waitForURL(`${url}/text`);
});

it('shows new mail by itself, and leaves the one that somebody reads', async () => {
  const { url, send, page } = await setup();
  await page.goto(`${url}/__local/mail`);
  await page.getByText('No mail here yet').waitFor();
  await send('ada@example.com', 'First', '<p>one</p>');
  await page.getByRole('heading', { name: 'First' }).waitFor();

  await page.locator('#list a').click();
  await page.waitForURL(/id=/);
  await send('bob@example.com', 'Second', '<p>two</p>');
  await page.getByRole('link', { name: /Second/ }).waitFor();
  expect(await page.locator('h2').textContent()).toBe('First');

  await page.getByPlaceholder('Filter by address').fill('bob@');
  await page.getByPlaceholder('Filter by address').press('Enter');
  await page.getByRole('heading', { name: 'Second' }).waitFor();
  expect(await page.locator('#list a[id]').count()).toBe(1);
});

it('shows list or mail on a phone, and nothing sideways', async () => {
  const { url, send, page } = await setup({ width: 390, height: 844 });
  await send(`${'long'.repeat(15)}@example.com`, 'Word'.repeat(40), '<p>one</p>');
  await page.goto(`${url}/__local/mail`);
  const heading = page.getByRole('heading', { level: 2 });
  expect(await heading.isVisible()).toBe(false);
  await page.locator('#list a').click();
  await heading.waitFor();
  expect(await page.locator('#list').isVisible()).toBe(false);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await page.getByRole('link', { name: 'All mail' }).click();
  await page.locator('#list a').waitFor();
});
