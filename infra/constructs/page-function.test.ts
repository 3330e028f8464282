import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pageFunction, readSitePages } from './page-function.ts';

test('a page function that CloudFront would not take stops the synth with both sizes', () => {
  const pages = { files: ['/404.html'], notFoundPage: 'x'.repeat(10_240) };
  expect(() => pageFunction(pages, {})).toThrow(
    /^The page function has 10\d{3} bytes, CloudFront takes 10240/,
  );
});

test('a site without a 404 page is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-site-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  expect(() => readSitePages(folder)).toThrow(/has no 404\.html$/);
});
