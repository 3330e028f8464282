import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

import { type RunningStack, startRunningStack } from '#infra/local/tests/running-stack.ts';
import { launch } from './browser.ts';

/**
 * Has a file's tests run on a stack of its own, in a browser of its own: what moves the clock or fails a part does so
 * for everybody on a stack. `take` is handed both before the first test; both are ended after the last.
 */
export function withOwnStack(take: (own: { stack: RunningStack; browser: Browser }) => void): void {
  let stack: RunningStack | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startRunningStack(), launch()]);
    take({ stack, browser });
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });
}
