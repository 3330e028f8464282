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
  'outbox',
  'mailer',
  'sweep',
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
