import { buildSync, type BuildOptions, type Metafile, type OutputFile } from 'esbuild';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { shakable } from './shakable.ts';

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
  'chain',
] as const;
export type FunctionName = (typeof functionNames)[number];

/** The file that a function's bundle is built from. */
export function entryOf(name: FunctionName): string {
  return join(root, 'functions/handlers', `${name}.ts`);
}

const standIn = (name: string): string => join(import.meta.dirname, 'stand-ins', `${name}.ts`);

/** What takes the place of modules in a bundle, and spares each start what it would load; each says why. */
const standIns = {
  '@aws-sdk/client-s3': shakable('@aws-sdk/client-s3'),
  '@aws-sdk/credential-provider-node': standIn('credentials'),
  '@aws-sdk/endpoint-cache': standIn('endpoint-cache'),
  'node:crypto': standIn('crypto'),
  'node:fs': standIn('fs'),
  'node:fs/promises': standIn('fs-promises'),
  'node:http': standIn('http'),
  'node:https': standIn('https'),
  'node:net': standIn('net'),
  'node:os': standIn('os'),
  'node:path': standIn('path'),
  'node:process': standIn('process'),
  'node:stream': standIn('stream'),
  'node:stream/promises': standIn('stream-promises'),
  'node:timers': standIn('timers'),
  'node:timers/promises': standIn('timers-promises'),
  'node:zlib': standIn('zlib'),
};

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
  alias: standIns,
  minify: true,
  legalComments: 'none',
  sourcemap: false,
  // Text of one byte a character is read and compiled faster: one longer dash in a sentence makes a file of two.
  charset: 'ascii',
  metafile: true,
  logLevel: 'warning',
  // CommonJS packages inside an ES module still call require for Node's own modules, and for no others.
  banner: { js: 'const require=process.getBuiltinModule;' },
} as const satisfies BuildOptions;

/** What was bundled in this process: the stages of an app, and a test beside them, have the same functions. */
const bundled = new Map<string, { files: readonly OutputFile[]; metafile: Metafile }>();

/**
 * Bundles one entry to `index.mjs`, and the chunks that it loads later, in a folder; gives what esbuild knows of
 * them, byte counts by input among others. Throws where the entry does not compile.
 */
export function bundle(entry: string, folder: string): Metafile {
  let result = bundled.get(entry);
  if (result === undefined) {
    const { outputFiles, metafile } = buildSync({
      ...options,
      entryPoints: [entry],
      outdir: root,
      write: false,
    });
    result = { files: outputFiles, metafile };
    bundled.set(entry, result);
  }
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of result.files) writeFileSync(join(folder, basename(path)), contents);
  return result.metafile;
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
