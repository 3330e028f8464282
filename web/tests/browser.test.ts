import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { expectNoSidewaysScroll, launch, openPage, violations } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const page = async (body: string) => {
  const opened = await openPage(browser);
  await opened.setContent(`<!doctype html><html lang="en"><title>A page</title><main>${body}</main></html>`);
  return opened;
};

test('a page that breaks WCAG is told by the rule and the element', async () => {
  expect(await violations(await page('<h1>Settings</h1>'))).toEqual([]);
  const broken = '<button style="color: #999">Grey</button><input type="text">';
  expect(await violations(await page(broken))).toEqual([
    expect.stringMatching(/^color-contrast: <button/),
    expect.stringMatching(/^label: <input/),
  ]);
});

test('a page that is too wide in the layout between is found at the widest', async () => {
  await expectNoSidewaysScroll(await page('<div style="width: 890px">Narrow</div>'));
  await expect(expectNoSidewaysScroll(await page('<div style="width: 1000px">Wide</div>'))).rejects.toThrow();
});
