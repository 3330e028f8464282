/**
 * `npm run check`: formatting, lint, types, the site's types, unused code. Runs them all, two at a time, and says in
 * the end which failed. ESLint's cache goes by a file's own text, so it misses what a type changed elsewhere breaks:
 * `npm run check -- --fresh` forgets the caches first.
 */
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';

/** @typedef {{ name: string, program: string, args: string[], cwd?: string }} Task */

const cache = 'node_modules/.cache';
const hasSite = existsSync('web/tsconfig.json');

/** @type {Task} */
const prepareSite = { name: 'svelte-kit sync', program: 'svelte-kit', args: ['sync'], cwd: 'web' };

/** @type {Task[]} */
const tasks = [
  {
    name: 'eslint',
    program: 'eslint',
    args: [
      '.',
      '--max-warnings=0',
      '--cache',
      `--cache-location=${cache}/eslint/`,
      '--cache-strategy=content',
    ],
  },
  {
    name: 'tsc',
    program: 'tsc',
    args: ['--incremental', '--tsBuildInfoFile', `${cache}/tsc/root.tsbuildinfo`, '--pretty'],
  },
  ...(hasSite
    ? [
        {
          name: 'svelte-check',
          program: 'svelte-check',
          args: [
            '--workspace',
            'web',
            '--tsconfig',
            './tsconfig.json',
            '--fail-on-warnings',
            '--output',
            'human',
          ],
        },
      ]
    : []),
  {
    name: 'prettier',
    program: 'prettier',
    args: [
      '--check',
      '.',
      '--cache',
      `--cache-location=${cache}/prettier/cache`,
      '--cache-strategy=content',
      '--log-level=warn',
    ],
  },
  { name: 'knip', program: 'knip', args: ['--no-progress', '--cache', `--cache-location=${cache}/knip`] },
];

/**
 * Runs one tool and prints what it said when it is done, so that two never mix.
 *
 * @param {Task} task
 * @returns {Promise<boolean>} whether it passed
 */
function run({ name, program, args, cwd = '.' }) {
  return new Promise((done) => {
    const started = performance.now();
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const output = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (/** @type {Buffer} */ chunk) => output.push(chunk));
    }
    /** @param {boolean} passed @param {string} said */
    const report = (passed, said) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (!passed) console.log(`${said.trimEnd()}\n`);
      done(passed);
    };
    child.once('error', (error) => report(false, error.message));
    child.once('close', (code) => report(code === 0, Buffer.concat(output).toString()));
  });
}

/** @type {string[]} */
const failed = [];

/** Takes tasks until there are none left. */
async function work() {
  for (let task = tasks.shift(); task; task = tasks.shift()) {
    if (!(await run(task))) failed.push(task.name);
  }
}

if (process.argv.includes('--fresh')) {
  for (const tool of ['eslint', 'knip', 'prettier', 'tsc'])
    rmSync(`${cache}/${tool}`, { recursive: true, force: true });
}

// The site's tsconfig extends one that SvelteKit writes; eslint and svelte-check need it.
if (hasSite && !(await run(prepareSite))) failed.push(prepareSite.name);
await Promise.all([work(), work()]);

console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
