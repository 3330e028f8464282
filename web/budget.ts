import { globSync, readFileSync } from 'node:fs';
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

/** One line for a page that is not the heaviest. */
function costLine({ page, total }: PageCost): string {
  return `  ${kilobytes(total)}  ${page}`;
}

/**
 * Prints at the end of every build what each of some pages costs, the heaviest in full, and fails the build when one
 * is over the budget.
 *
 * @param pages a glob of built pages: `settings/*.html`
 */
export function budgetPlugin(buildDir: string, pages: readonly string[], budget: number): Plugin {
  return {
    name: 'latchkey-budget',
    apply: 'build',
    buildApp: {
      // After the adapter, which is a `post` plugin, too, and stands before this one.
      order: 'post',
      handler() {
        const read = (path: string): string => readFileSync(`${buildDir}${path}`, 'utf8');
        const costs = globSync([...pages], { cwd: buildDir })
          .map((page) => pageCost(`/${page}`, read))
          .toSorted((a, b) => b.total - a.total);
        const [heaviest, ...others] = costs;
        if (heaviest === undefined) return this.error(`${buildDir} has none of ${pages.join(', ')}.`);
        process.stdout.write(`\n${[costTable(heaviest, budget), ...others.map(costLine)].join('\n')}\n`);
        const over = costs.filter(({ total }) => total > budget).map(({ page }) => page);
        if (over.length > 0)
          this.error(`${over.join(', ')}: over the budget of ${kilobytes(budget).trim()}.`);
        return Promise.resolve();
      },
    },
  };
}
