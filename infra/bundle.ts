import { buildSync, type BuildOptions, type Metafile } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '..');

/** The Lambda functions; each has its entry in `functions/handlers/`. */
export const functionNames = [
  'identity',
  'account',
  'media',
  'danger',
  'integrations',
  'channels',
  'outbox',
  'mailer',
  'expand',
  'deliver',
  'feedback',
  'sweep',
  'erasure',
  'answers',
  'exporter',
] as const;
export type FunctionName = (typeof functionNames)[number];

/** The file that a function's bundle is built from. */
export function entryOf(name: FunctionName): string {
  return join(root, 'functions/handlers', `${name}.ts`);
}

/**
 * How every function is bundled, also for the benchmark. The SDK is bundled, too: tree-shaken it starts in a
 * third of the time of the runtime's own copy, and its version is the one that was tested.
 */
const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // What is imported when it is needed stays in a file of its own, which a first request does not wait for.
  splitting: true,
  entryNames: 'index',
  chunkNames: '[hash]',
  outExtension: { '.js': '.mjs' },
  // The ES modules of a package, where it has both, since only these can be tree-shaken.
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': fileURLToPath(import.meta.resolve('./lambda-credentials.ts')),
    'node:process': fileURLToPath(import.meta.resolve('./lambda-process.ts')),
    '@aws-sdk/endpoint-cache': fileURLToPath(import.meta.resolve('./no-endpoint-cache.ts')),
  },
  minify: true,
  legalComments: 'none',
  sourcemap: false,
  charset: 'utf8',
  metafile: true,
  logLevel: 'warning',
  // CommonJS packages inside an ES module still call require for Node's own modules.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
} as const satisfies BuildOptions;

/**
 * Bundles one entry to `index.mjs`, and the chunks that it loads later, in a folder; gives what esbuild knows of
 * them, byte counts by input among others. Throws where the entry does not compile.
 */
export function bundle(entry: string, folder: string): Metafile {
  return buildSync({ ...options, entryPoints: [entry], outdir: folder }).metafile;
}

/** The same with all packages left where they are installed, for comparison: what a bundle spares. */
export function bundleWithoutPackages(entry: string, folder: string): void {
  const { alias: _, ...others } = options;
  buildSync({ ...others, packages: 'external', entryPoints: [entry], outdir: folder });
}

/** The bytes that are loaded at a start, and those in files that wait until they are used. */
export function loadedBytes({ outputs }: Metafile): { atStart: number; lazy: number } {
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
