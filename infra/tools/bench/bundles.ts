import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, bundleWithoutPackages, entryOf, functionNames, loadedBytes } from '#infra/bundle.ts';
import { median, type Row } from './table.ts';

const root = join(import.meta.dirname, '../../..');
const runs = 9;

/** What a function needs to start, with values that reach nothing. */
const environment = {
  TABLE_NAME: 'bench',
  SITE_URL: 'https://bench.example',
  ORIGIN_SECRET_ID: 'bench/origin',
  CODE_SECRET_ID: 'bench/codes',
  USER_POOL_ID: 'eu-west-1_bench',
  USER_POOL_CLIENT_ID: 'bench',
  USER_POOL_CLIENT_SECRET_ID: 'bench/client',
  AVATAR_BUCKET: 'bench',
  INTEGRATIONS_KEY_ID: 'bench',
  MAIL_FROM: 'bench@example.com',
  MAIL_CONFIGURATION_SET: 'bench',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
};

/** Milliseconds that a fresh process takes to import a file, as the median of several. */
function importMilliseconds(file: string): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(file)}); process.stdout.write(String(performance.now() - t));`;
  const once = () =>
    Number(
      execFileSync('node', ['--input-type=module', '-e', script], {
        env: { ...process.env, ...environment },
      }),
    );
  return median(Array.from({ length: runs }, once));
}

/**
 * Bundles every function as a deploy does: bytes a cold start loads, bytes loaded only when used, import time. Beside it the
 * import time with every package where npm put it, as a function would have that brings its node_modules along.
 */
export function bundleRows(): Row[] {
  // Inside the repository, so that packages are found.
  const folder = join(root, 'node_modules/.cache/bench');
  try {
    return functionNames.map((name) => {
      const [target, unbundled] = [join(folder, name), join(folder, `${name}-unbundled`)];
      const { atStart, lazy } = loadedBytes(bundle(entryOf(name), target));
      bundleWithoutPackages(entryOf(name), unbundled);
      const ours = importMilliseconds(join(target, 'index.mjs'));
      const theirs = importMilliseconds(join(unbundled, 'index.mjs'));
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
