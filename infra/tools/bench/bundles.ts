import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, entryOf, functionNames } from '#infra/bundle.ts';
import { median, type Row } from './table.ts';

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

/** Bundles every function as a deploy does: bytes a cold start loads, bytes loaded only when used, import time. */
export function bundleRows(): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  try {
    return functionNames.map((name) => {
      const target = join(folder, name);
      const { outputs } = bundle(entryOf(name), target);
      const sizes = staticAndLazy(outputs);
      return {
        name,
        figures: [
          `${(sizes.atStart / 1000).toFixed(0)} kB`,
          `${(sizes.lazy / 1000).toFixed(0)} kB`,
          `${importMilliseconds(join(target, 'index.mjs')).toFixed(1)} ms`,
        ],
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Outputs = ReturnType<typeof bundle>['outputs'];

function staticAndLazy(outputs: Outputs): { atStart: number; lazy: number } {
  const entry = Object.keys(outputs).find(
    (path) => outputs[path]?.entryPoint !== undefined && path.endsWith('index.mjs'),
  );
  const reached = new Set<string>();
  const waiting = entry === undefined ? [] : [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    for (const { path: target, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && outputs[target] !== undefined) waiting.push(target);
    }
  }
  const sum = (paths: readonly string[]) =>
    paths.reduce((bytes, path) => bytes + (outputs[path]?.bytes ?? 0), 0);
  const atStart = sum([...reached]);
  return { atStart, lazy: sum(Object.keys(outputs)) - atStart };
}
