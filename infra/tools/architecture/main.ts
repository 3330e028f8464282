import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { generatedSection, withSection } from './document.ts';
import { synthesizedParts } from './synthesized-parts.ts';

/** `npm run architecture`: writes what is synthesised into docs/architecture.md. */
const file = join(import.meta.dirname, '../../../docs/architecture.md');
const document = withSection(readFileSync(file, 'utf8'), generatedSection(synthesizedParts()));
writeFileSync(file, await format(document, { ...(await resolveConfig(file)), filepath: file }));
