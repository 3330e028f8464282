import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { generatedSection, withSection } from './document.ts';
import { synthesizedParts } from './synthesized-parts.ts';

const file = join(import.meta.dirname, '../../../docs/architecture.md');

test('docs/architecture.md shows what is synthesised; if not: npm run architecture', async () => {
  const document = readFileSync(file, 'utf8');
  const right = withSection(document, generatedSection(synthesizedParts()));
  expect(document).toBe(await format(right, { ...(await resolveConfig(file)), filepath: file }));
});

test('a document without a place for it is refused', () => {
  expect(() => withSection('# Architecture', 'new')).toThrow('docs/architecture.md needs the lines');
});
