import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

import { costTable, pageCost } from './budget.ts';

const files: Record<string, string> = {
  '/settings.html':
    '<link href="/_app/start.js" rel="modulepreload"><script>import("/_app/start.js").then(() => import("/_app/page.js"))</script>',
  '/_app/start.js': 'import{a}from"./chunks/core.js";import"./chunks/side.js";a()',
  '/_app/page.js':
    'import{a as b}from"./chunks/core.js";const later=()=>import("./chunks/heavy.js");b(later)',
  '/_app/chunks/core.js': 'export{x as a}from"./deep.js"',
  '/_app/chunks/side.js': 'console.log("side")',
  '/_app/chunks/deep.js': 'export const x=1',
  '/_app/chunks/heavy.js': 'export default "x".repeat(1e6)',
};
const read = (path: string): string => {
  const content = files[path];
  if (content === undefined) throw new Error(`no ${path}`);
  return content;
};

it('counts what the page names and what that imports, each once, and not what loads when used', () => {
  const cost = pageCost('/settings.html', read);
  expect(cost.files.map(({ path }) => path).toSorted()).toEqual([
    '/_app/chunks/core.js',
    '/_app/chunks/deep.js',
    '/_app/chunks/side.js',
    '/_app/page.js',
    '/_app/start.js',
  ]);
  const sum = cost.files.reduce((total, { path }) => total + gzipSync(read(path)).length, 0);
  expect(cost.total).toBe(sum);
});

it('prints the sum beside the budget', () => {
  expect(costTable({ page: '/settings.html', files: [], total: 59_300 }, 60_000)).toContain(
    '59.3 kB  in all, of 60.0 kB',
  );
});
