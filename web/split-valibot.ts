import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Plugin } from 'vite';

/** Where the package's bundler notes that a source file began and ended. */
const region = /^\/\/#region .*\n([\s\S]*?)^\/\/#endregion$/gm;
const declaration = /^(?:async )?(?:function\*?|const|let|var|class) ([\w$]+)/gm;
const namespaceImport = /^import \* as v from ["']valibot["'];?$/m;
const member = /\bv\.([\w$]+)/g;

const partOf = (name: string): string => `valibot-part:${name}`;

/**
 * Splits a bundled module back into its source files: gives the code of each, named by the first thing that it
 * declares, and for all that is declared where it is. None where the module is not laid out as expected.
 */
export function splitModule(code: string) {
  const bodies = [...code.matchAll(region)].map(([, body = '']) => {
    const names = [...body.matchAll(declaration)].map(([, name = '']) => name);
    return { body, names, part: names[0] ?? '' };
  });
  const homes = new Map(bodies.flatMap(({ names, part }) => names.map((name) => [name, part] as const)));
  const parts = bodies.map(({ body, names, part }) => {
    // Words that only look like another part's name are imported in vain, which costs nothing.
    const imports = [...new Set(body.match(/[\w$]+/g))].flatMap((word) => {
      const home = homes.get(word);
      return home === undefined || home === part ? [] : [`import { ${word} } from '${partOf(home)}';\n`];
    });
    return [part, `${imports.join('')}${body}\nexport { ${names.join(', ')} };\n`] as const;
  });
  return { parts: new Map(parts), homes };
}

/**
 * Rewrites `v.object(…)` to import just that function. Null where the code has no namespace of Valibot; names that
 * no part declares are left in `missing`.
 */
export function importParts(code: string, homes: ReadonlyMap<string, string>) {
  if (!namespaceImport.test(code)) return null;
  const used = [...new Set([...code.matchAll(member)].map(([, name = '']) => name))];
  const imports = used.map(
    (name) => `import { ${name} as v$${name} } from '${partOf(homes.get(name) ?? '')}';`,
  );
  return {
    code: code.replace(namespaceImport, imports.join(' ')).replaceAll(member, 'v$$$1'),
    missing: used.filter((name) => !homes.has(name)),
  };
}

/**
 * Valibot comes as one module, and a module is never divided between files that load at different times: each
 * function that any dialog's schema needs would load with every page. In parts, each page has those that it uses.
 */
export function splitValibot(): Plugin {
  const folder = join(createRequire(import.meta.url).resolve('valibot'), '..');
  const split = splitModule(readFileSync(join(folder, 'index.mjs'), 'utf8'));
  return {
    name: 'latchkey-split-valibot',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    resolveId: {
      filter: { id: /^valibot-part:/ },
      handler: (id) => ({ id: join(folder, `${id.replace(':', '-')}.js`), moduleSideEffects: false }),
    },
    load: {
      filter: { id: /\/valibot-part-[\w$]+\.js$/ },
      handler(id) {
        const code = split.parts.get(/valibot-part-([\w$]+)\.js$/.exec(id)?.[1] ?? '');
        return code === undefined ? null : { code, map: null };
      },
    },
    transform: {
      filter: { code: namespaceImport },
      handler(code, id) {
        const rewritten = importParts(code, split.homes);
        if (rewritten === null) return null;
        const [missing] = rewritten.missing;
        if (missing !== undefined)
          return this.error(`${id}: Valibot has no ${missing}, or is laid out anew.`);
        return { code: rewritten.code, map: null };
      },
    },
  };
}
