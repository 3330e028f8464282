import type { Browser, Page } from 'playwright-core';

import { password, type StackClient } from '#infra/local/tests/running-stack.ts';
import { openSettings } from './signed-in.ts';

const octet = (from: number, count: number): number => from + Math.floor(Math.random() * count);

/** An address that no other journey has: failures are counted by address, too. */
export function newPlace(): string {
  return `198.${octet(18, 2)}.${octet(0, 256)}.${octet(1, 250)}`;
}

/** From now on the browser is somewhere else. */
export async function moveTo(page: Page, ip: string): Promise<void> {
  await page.context().setExtraHTTPHeaders({ 'x-local-viewer-address': ip });
}

/** Somebody signed in, at an address of their own. */
export async function openAt(browser: Browser, stack: StackClient, home: string, width = 1280) {
  return openSettings(browser, stack, {
    viewport: { width, height: 900 },
    extraHTTPHeaders: { 'x-local-viewer-address': home },
  });
}

/** Asks the API as the page's own script would. */
export async function ask(page: Page, route: string, body?: unknown): Promise<{ status: number; body: any }> {
  const [method = 'GET', path = '/'] = route.split(' ');
  return page.evaluate(
    async ([verb, address, text]) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(
        address,
        text === null ? { method: verb } : { method: verb, headers, body: text },
      );
      const answer = await response.text();
      return { status: response.status, body: answer === '' ? undefined : (JSON.parse(answer) as unknown) };
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  );
}

/** Proves the password, so that what is sensitive may be asked for. */
export async function stepUp(page: Page): Promise<void> {
  await ask(page, 'POST /api/session/step-up', { password });
}

/** Gives the company its restrictions, as an admin of it who has just proven who they are. */
export async function restrict(page: Page, list: object): Promise<void> {
  const saved = await ask(page, 'PUT /api/company/ip-allowlist', { mode: 'enforce', scope: 'all', ...list });
  if (saved.status !== 200) throw new Error(`Restrictions were not saved: ${JSON.stringify(saved.body)}`);
}
