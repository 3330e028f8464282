import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { newPlace } from './at-place.ts';
import { expectAccessible, expectNoSidewaysScroll, launch, openPage, journeyWidths } from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const intruder = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0' };

test.each(journeyWidths)(
  'a sign-in that was somebody else’s is ended from the mail that tells of it, at %i px',
  async (width) => {
    const viewport = { width, height: 900 };
    const { page, email } = await openSettings(browser, stack, { viewport });
    const stranger = await stack.signIn(email, password, { ip: newPlace(), headers: intruder });
    expect((await stack.ask('GET /api/session', { cookie: stranger.cookie })).status).toBe(200);
    const link = stack.linkIn(await stack.mail(email, /New sign-in/), '/not-me');

    // In the mail program's own browser, where nobody is signed in.
    const reader = await openPage(browser, { viewport });
    await reader.goto(link.href);
    const button = reader.getByRole('button', { name: 'This wasn’t me' });
    await button.waitFor();
    await expectAccessible(reader);
    await expectNoSidewaysScroll(reader);
    // Opening the link is not enough: mail scanners do that, too.
    expect((await stack.ask('GET /api/session', { cookie: stranger.cookie })).status).toBe(200);
    await button.focus();
    await reader.keyboard.press('Enter');
    await reader.getByRole('heading', { name: 'Your account is secured' }).waitFor();
    await expectAccessible(reader);
    expect((await stack.ask('GET /api/session', { cookie: stranger.cookie })).status).toBe(401);
    expect((await stack.signIn(email)).status).toBe(401);

    const reset = stack.linkIn(await stack.mail(email, /password/i), '/reset-password');
    await reader.goto(reset.href);
    await reader.getByLabel('New password', { exact: true }).fill('umbrella velvet canyon');
    await reader.getByLabel('Repeat new password').fill('umbrella velvet canyon');
    await reader.getByRole('button', { name: 'Set password' }).click();
    await reader.waitForURL('**/sign-in**');
    expect((await stack.signIn(email, 'umbrella velvet canyon')).status).toBe(200);
    await page.context().close();
    await reader.context().close();
  },
);
