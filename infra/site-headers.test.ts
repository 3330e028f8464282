import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import { siteHeaders } from './site-headers.ts';

const folders: string[] = [];

function built(pages: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(pages)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const directive = (headers: Record<string, string>, name: string): string =>
  headers['content-security-policy']!.split('; ').find((one) => one.startsWith(`${name} `)) ?? '';

it('allows nothing inline, nothing foreign, no framing and no other base', () => {
  const headers = siteHeaders(built({ 'index.html': '' }));
  const policy = headers['content-security-policy'];
  expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
  expect(directive(headers, 'default-src')).toBe("default-src 'none'");
  expect(directive(headers, 'script-src')).toBe("script-src 'self'");
  expect(directive(headers, 'style-src')).toBe("style-src 'self'");
  expect(directive(headers, 'connect-src')).toBe("connect-src 'self'");
  expect(directive(headers, 'form-action')).toBe("form-action 'self'");
  expect(directive(headers, 'frame-ancestors')).toBe("frame-ancestors 'none'");
  expect(directive(headers, 'base-uri')).toBe("base-uri 'none'");
  expect(directive(headers, 'require-trusted-types-for')).toBe("require-trusted-types-for 'script'");
});

it('keeps tokens in addresses from leaking, and types from being guessed', () => {
  expect(siteHeaders(built({ 'index.html': '' }))).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
});

it('refuses a folder without pages, and a page with a script that its policy would stop', () => {
  expect(() => siteHeaders(built({ 'robots.txt': '' }))).toThrow('build the site first');
  const pages = {
    'index.html': '<script src="/a.js"></script>',
    'settings/profile.html': '<script type="module">start()</script>',
  };
  expect(() => siteHeaders(built(pages))).toThrow(/^settings\/profile\.html: an inline script/);
});
