import chromiumPackage from '@sparticuz/chromium';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** Widths of the three layouts. */
export const widths = [1280, 900, 390] as const;

/**
 * Widths that a journey is walked at. The layout between them is the wide one's with its tabs on top: whether a page
 * fits into it, `expectNoSidewaysScroll` looks on the way of the wide one.
 */
export const journeyWidths = [widths[0], widths[2]] as const;

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts a real browser with its own protections on: an installed Chromium, else the one that npm brought. */
export async function launch(): Promise<Browser> {
  const executablePath =
    installed.find((path) => existsSync(path)) ?? (await chromiumPackage.executablePath());
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}

const octet = (from: number, count: number): number => from + Math.floor(Math.random() * count);

/** Opens a page of a browser that nobody has used, and fails the test on any error of the page's scripts or policy. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
    // What moves takes a quarter of a browser's work. Some journeys are walked with it (sign-up.test.ts, keyboard.test.ts).
    reducedMotion: 'reduce',
    // Failures are counted by address, too: those of one journey must not be another's.
    extraHTTPHeaders: { 'x-local-viewer-address': `100.${octet(64, 64)}.${octet(0, 256)}.${octet(0, 256)}` },
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Content Security Policy'))
      throw new Error(message.text());
  });
  return page;
}

const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const axeOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
};

/** No violation of WCAG 2.2 A and AA that axe can see. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

/** The rules that the page breaks, each with the elements that break it. */
export async function violations(page: Page): Promise<unknown> {
  // Half faded in, or paler while it loads, nothing has its contrast.
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished),
    ),
  );
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axeSource);
  // In the page itself: the library's binding to Playwright takes two or three times as long, in a second page.
  return page.evaluate(`axe.run(document, ${JSON.stringify(axeOptions)}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`);
}

/** The keyboard is here: what was pressed may be gone, its focus must not be. */
export async function expectFocus(element: Locator): Promise<void> {
  await expect.poll(() => element.evaluate((one) => one === document.activeElement)).toBe(true);
}

/** Nothing on the page is wider than the page; nor in the layout below it, for a page in the widest. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  const viewport = page.viewportSize();
  if (viewport?.width !== widths[0]) return;
  await page.setViewportSize({ ...viewport, width: widths[1] });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize(viewport);
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
