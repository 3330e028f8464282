import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { globSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import * as v from 'valibot';

import { tryLock } from './process-lock.ts';
import { siteSources } from './site-sources.ts';
import { StartError } from './start-error.ts';
import { readStateFile, writeStateFile } from './state-file.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const buildFolder = join(root, 'web/build');
const cache = join(root, 'node_modules/.cache/latchkey');
const markFile = join(cache, 'site.json');
const markSchema = v.object({ sources: v.string(), build: v.string() });

export interface BuildOptions {
  /** Build also when nothing has changed. */
  readonly always?: boolean;
  /** Show what the builder says, instead of only when it fails. */
  readonly loud?: boolean;
}

/**
 * Builds the site where the last build isn't of the present sources, or isn't there any more; one process at a time.
 * Gives its folder. Throws a `StartError` when the sources don't build.
 */
export async function buildSite({ always = false, loud = false }: BuildOptions = {}): Promise<string> {
  if (!always && isCurrent()) return buildFolder;
  let lock = tryLock(join(cache, 'site.sqlite'));
  if (!lock) console.log('Waiting for another build of the site …');
  while (!lock) {
    await sleep(200);
    lock = tryLock(join(cache, 'site.sqlite'));
  }
  try {
    if (always || !isCurrent()) await build(loud);
  } finally {
    lock.release();
  }
  return buildFolder;
}

function isCurrent(): boolean {
  const mark = readStateFile(markFile, markSchema);
  return mark?.build === buildHash() && mark.sources === sourcesHash();
}

async function build(loud: boolean): Promise<void> {
  console.log('Building the site …');
  const started = performance.now();
  const present = sourcesHash();
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const output = loud ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, [vite, 'build', '--logLevel=warn'], {
    cwd: join(root, 'web'),
    // Whoever starts the stack may run in another mode (a test does): the site is built as it is deployed.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', output, output],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text: Buffer) => (said += text.toString()));
  }
  const stop = () => child.kill();
  process.once('exit', stop);
  await once(child, 'close');
  process.off('exit', stop);
  if (child.exitCode !== 0) throw new StartError(`${said}\nThe site could not be built: see above.`);
  writeStateFile(markFile, { sources: present, build: buildHash() });
  console.log(`Built the site in ${Math.round((performance.now() - started) / 1000)} s.`);
}

function sourcesHash(): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of siteSources(root)) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** What lies in the build folder: another build would have other names, sizes or times. */
function buildHash(): string {
  const hash = createHash('sha256');
  for (const entry of globSync('**', { cwd: buildFolder, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

// As a program it is the build of `npm run build` and the first step of `npm test`.
if (import.meta.main) {
  try {
    await buildSite({ always: process.argv.includes('--always'), loud: true });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message.trimStart());
    process.exitCode = 1;
  }
}
