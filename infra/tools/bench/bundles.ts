import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, bundleWithoutPackages, entryOf, functionNames, loadedBytes } from '#infra/bundle.ts';
import { environmentsOf } from '#infra/stacks/tests/environments.ts';
import { stageApp, templates } from '#infra/stacks/tests/synthesized.ts';
import { median, type Row } from './table.ts';

const root = join(import.meta.dirname, '../../..');
const runs = 15;

/** Milliseconds that a fresh process takes to import a file, as the median of several. */
function importMilliseconds(file: string, environment: Record<string, string>): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(file)}); process.stdout.write(String(performance.now() - t));`;
  const once = () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: environment }));
  return median(Array.from({ length: runs }, once));
}

/**
 * Bundles every function as a deploy does, and starts it in the environment that a deploy gives it: bytes a cold start loads,
 * bytes loaded only when used, import time. Beside it the import time with every package where npm put it, as a function
 * would have that brings its node_modules along.
 */
export function bundleRows(): Row[] {
  const environments = environmentsOf(templates(stageApp('prod').stacks).api);
  // Inside the repository, so that packages are found.
  const folder = join(root, 'node_modules/.cache/bench');
  try {
    return functionNames.map((name) => {
      const [target, unbundled] = [join(folder, name), join(folder, `${name}-unbundled`)];
      const { atStart, lazy } = loadedBytes(bundle(entryOf(name), target));
      bundleWithoutPackages(entryOf(name), unbundled);
      const environment = environments.get(name) ?? {};
      const ours = importMilliseconds(join(target, 'index.mjs'), environment);
      const theirs = importMilliseconds(join(unbundled, 'index.mjs'), environment);
      return {
        name,
        figures: [
          `${(atStart / 1000).toFixed(0)} kB`,
          `${(lazy / 1000).toFixed(0)} kB`,
          `${ours.toFixed(1)} ms`,
          `${theirs.toFixed(1)} ms (${(theirs / ours).toFixed(1)} x)`,
        ],
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
