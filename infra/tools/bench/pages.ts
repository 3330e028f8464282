import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pageCost } from '../../../web/budget.ts';
import type { Row } from './table.ts';

const build = fileURLToPath(new URL('../../../web/build', import.meta.url));

/** What a page's JavaScript weighs after gzip, in all its files. */
export function pageRows(): Row[] {
  const pages = ['/settings.html', '/sign-in.html', '/sign-up.html'].filter((page) =>
    existsSync(`${build}${page}`),
  );
  return pages.map((page) => {
    const { total, files } = pageCost(page, (path) => readFileSync(`${build}${path}`, 'utf8'));
    return { name: page, figures: [`${(total / 1000).toFixed(1)} kB`, String(files.length)] };
  });
}
