import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).toSorted();

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

  test('names scripts that there are', () => {
    expect(all(/npm run ([\w:-]+)/g).filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  // Each of them runs the app, also those that need no template: without a stage it stops.
  test('gives every command of the CDK its stage', () => {
    const commands = all(/(npx cdk [a-z][^`\n#]*|npm run synth[^`\n#]*)/g);
    expect(commands.filter((command) => !command.includes('-c stage='))).toEqual([]);
  });

  test('names files that there are', () => {
    const files = all(/\b((?:infra|functions|events|web|docs)\/[\w./-]+\.(?:ts|js|md|svelte|json))\b/g);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('links to pages that there are', () => {
    const links = all(/\]\(([^)\s#]+\.(?:md|ts|png))(?:#[^)]*)?\)/g).filter((link) => !link.includes('://'));
    expect(links.filter((link) => !existsSync(join(root, page, '..', link)))).toEqual([]);
  });
});

test('what the code says is decided in a page of its own, is', () => {
  const sources = globSync(['{functions,infra,events,web/src}/**/*.{ts,svelte}', ...pages], { cwd: root });
  const decided = globSync('docs/decisions/*.md', { cwd: root }).map((page) => /\d{3}/.exec(page)?.[0]);
  const named = sources.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bdecisions?[ /](\d{3})\b/g)].map(([, id]) => id),
  );
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((id) => !decided.includes(id))).toEqual([]);
});
