import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** What the site is built from, besides what its files import from outside. */
const ownFiles = ['web/*.{ts,js,json}', 'web/{src,static}/**', 'package-lock.json'];

/** A specifier that leads to a file of ours: by an alias of package.json, or relative. */
const specifier = /['"](?:#((?:functions|events)\/[^'"]+)|(\.{1,2}\/[^'"]+\.ts))['"]/g;

/**
 * The files that the built site depends on, from the root of the repository: its own, and those of functions/ and
 * events/ that they import, however far behind each other.
 */
export function siteSources(root: string): string[] {
  const own = globSync(ownFiles, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length));
  const found = new Set(own);
  for (const file of found) {
    if (!/\.(?:ts|svelte)$/.test(file)) continue;
    for (const [, aliased, relative = ''] of readFileSync(join(root, file), 'utf8').matchAll(specifier)) {
      const target = aliased ?? posix.join(dirname(file), relative);
      // What isn't there is for the builder to complain about.
      if (/^(?:functions|events)\//.test(target) && existsSync(join(root, target))) found.add(target);
    }
  }
  return [...found].toSorted();
}
