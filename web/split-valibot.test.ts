import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

import { importParts, splitModule } from './split-valibot.ts';

const valibot = readFileSync(
  createRequire(import.meta.url)
    .resolve('valibot')
    .replace(/\.cjs$/, '.mjs'),
  'utf8',
);

it('finds every function of the package in one part, which imports what it needs of the others', () => {
  const { parts, homes } = splitModule(valibot);
  for (const name of ['object', 'string', 'safeParse', 'picklist', 'variant'])
    expect(homes.get(name)).toBe(name);
  expect(parts.get('object')).toContain("import { _addIssue } from 'valibot-part:_addIssue';");
  expect(parts.get('object')).toMatch(/export \{ object \};/);
});

it('rewrites the namespace to imports of what is used, and names what is not there', () => {
  const { homes } = splitModule(valibot);
  const rewritten = importParts(
    "import * as v from 'valibot';\nv.object({ a: v.string(), b: v.string() });",
    homes,
  );
  expect(rewritten?.code).toBe(
    "import { object as v$object } from 'valibot-part:object'; import { string as v$string } from 'valibot-part:string';\n" +
      'v$object({ a: v$string(), b: v$string() });',
  );
  expect(rewritten?.missing).toEqual([]);
  expect(importParts('import * as v from "valibot";\nv.telepathy();', homes)?.missing).toEqual(['telepathy']);
  expect(importParts("import { parse } from 'valibot';", homes)).toBeNull();
});
