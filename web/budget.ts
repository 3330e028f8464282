import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { gzipSync } from 'node:zlib';

import type { Plugin } from 'vite';

/** What a page costs before it can be used: its scripts, in bytes after gzip, the largest first. */
export interface PageCost {
  readonly page: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly total: number;
}

/** `import … from"./x.js"` and `export … from"./x.js"`, but not `import("./x.js")`, which loads when used. */
const staticImport = /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g;

/**
 * Adds up the scripts that a built page names (preloads, its entry) and what those import statically, each once.
 *
 * @param read gives a file of the build by its path from the root: `/settings.html`
 */
export function pageCost(page: string, read: (path: string) => string): PageCost {
  const waiting = [...read(page).matchAll(/["'(](\/_app\/[^"')]+\.js)["')]/g)].map(([, path = '']) => path);
  const seen = new Map<string, number>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    const script = read(path);
    seen.set(path, gzipSync(script).length);
    for (const [, target = ''] of script.matchAll(staticImport)) waiting.push(join(dirname(path), target));
  }
  const files = [...seen].map(([path, bytes]) => ({ path, bytes })).toSorted((a, b) => b.bytes - a.bytes);
  return { page, files, total: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;

/** The cost of a page as a table: what weighs most, the rest in one line, and the sum beside its budget. */
export function costTable({ page, files, total }: PageCost, budget: number): string {
  const shown = files.slice(0, 8);
  const rest = files.slice(8);
  return [
    `JavaScript of ${page}, gzipped`,
    ...shown.map(({ path, bytes }) => `  ${kilobytes(bytes)}  ${path.replace('/_app/immutable/', '')}`),
    `  ${kilobytes(rest.reduce((sum, { bytes }) => sum + bytes, 0))}  ${rest.length} smaller files`,
    `  ${kilobytes(total)}  in all, of ${kilobytes(budget).trim()}`,
  ].join('\n');
}

/** Prints what a page costs at the end of every build, and fails the build when it is more than the budget. */
export function budgetPlugin(buildDir: string, page: string, budget: number): Plugin {
  return {
    name: 'latchkey-budget',
    apply: 'build',
    buildApp: {
      // After the adapter, which is a `post` plugin, too, and stands before this one.
      order: 'post',
      handler() {
        const cost = pageCost(page, (path) => readFileSync(`${buildDir}${path}`, 'utf8'));
        process.stdout.write(`\n${costTable(cost, budget)}\n`);
        if (cost.total > budget) this.error(`${page} is over its budget of ${kilobytes(budget).trim()}.`);
        return Promise.resolve();
      },
    },
  };
}
