/**
 * The first file of every npm script: `node infra/local/bootstrap.js <name> [arguments]`.
 *
 * Plain JavaScript without dependencies, since it runs before anything is installed and on whatever Node (≥ 20) the
 * machine has. It makes node_modules match package-lock.json and runs the named command with node_modules/.bin first
 * on the PATH, so that everything after it runs on the Node 24 of the package `node`, the one that Lambda has.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {{ version?: string, optional?: boolean }} LockedPackage */
/** @typedef {{ program: string, args: string[], cwd?: string }} Step */

const root = fileURLToPath(new URL('../..', import.meta.url));
const binaries = join(root, 'node_modules/.bin');
const installedMark = join(root, 'node_modules/.latchkey-lock');
const onWindows = process.platform === 'win32';

/** What each name runs, step by step, until one fails. */
const commands = {
  /** @param {string[]} args @returns {Step[]} */
  start: (args) => [{ program: 'node', args: ['infra/local/main.ts', ...args] }],

  /** @param {string[]} args @returns {Step[]} */
  test: (args) => [...siteBuild(), { program: 'vitest', args: ['run', ...args] }],

  /** @param {string[]} args @returns {Step[]} */
  'test:deploy': (args) => [
    ...siteBuild(),
    { program: 'vitest', args: ['run', '--config', 'infra/deploy/vitest.config.ts', '--root', '.', ...args] },
  ],

  /** @param {string[]} args @returns {Step[]} */
  check: (args) => [{ program: 'node', args: ['infra/tools/check.js', ...args] }],

  /** @param {string[]} args @returns {Step[]} */
  format: (args) => [
    { program: 'prettier', args: ['--write', '--log-level=warn', ...(args.length ? args : ['.'])] },
  ],

  build: () => siteBuild('--always'),

  architecture: () => [{ program: 'node', args: ['infra/tools/architecture/main.ts'] }],

  /** @param {string[]} args @returns {Step[]} */
  bench: (args) => [...siteBuild(), { program: 'node', args: ['infra/tools/bench/main.ts', ...args] }],

  /** @param {string[]} args @returns {Step[]} */
  support: (args) => [{ program: 'node', args: ['functions/support/main.ts', ...args] }],

  /** @param {string[]} args @returns {Step[]} */
  records: (args) => [{ program: 'node', args: ['functions/records-tool/main.ts', ...args] }],

  /** @param {string[]} args @returns {Step[]} */
  notify: (args) => [{ program: 'node', args: ['infra/tools/operate/notify.ts', ...args] }],

  /** @param {string[]} args @returns {Step[]} */
  redrive: (args) => [{ program: 'node', args: ['infra/tools/operate/redrive.ts', ...args] }],

  /** @param {string[]} args @returns {Step[]} */
  smoke: (args) => [{ program: 'node', args: ['infra/smoke/main.ts', ...args] }],

  /** @param {string[]} args @returns {Step[]} */
  synth: (args) => [{ program: 'cdk', args: ['synth', '--quiet', ...args] }],
};

/** @param {string[]} args @returns {Step[]} */
function siteBuild(...args) {
  if (!existsSync(join(root, 'web/vite.config.ts'))) return [];
  return [{ program: 'node', args: ['infra/local/build-site.ts', ...args] }];
}

/**
 * Ends with one sentence that says what is wrong and what to do.
 *
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

/** @param {string} path */
function lockedPackages(path) {
  /** @type {{ packages: Record<string, LockedPackage> }} */
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  return lock.packages;
}

/**
 * Whether npm's own record of node_modules has every package in the version of package-lock.json. It spares a
 * reinstall after `npm install`, which writes that record but not our mark.
 */
function npmHasInstalledTheLock() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = lockedPackages(record);
  return Object.entries(lockedPackages(join(root, 'package-lock.json'))).every(
    ([path, locked]) =>
      path === '' ||
      (path in installed ? installed[path]?.version === locked.version : locked.optional === true),
  );
}

/** The PATH without our binaries: npm must not run on the Node that it is about to replace. */
function pathOutsideTheRepository() {
  const path = process.env['PATH'] ?? '';
  return path
    .split(delimiter)
    .filter((folder) => resolve(folder) !== binaries)
    .join(delimiter);
}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(installedMark) && readFileSync(installedMark, 'utf8') === lock) return;

  if (!npmHasInstalledTheLock()) {
    console.log('Installing the packages that package-lock.json names …');
    const npm = spawnSync('npm', ['ci', '--loglevel=error', '--include=dev', '--include=optional'], {
      cwd: root,
      env: { ...process.env, PATH: pathOutsideTheRepository() },
      stdio: 'inherit',
      shell: onWindows,
    });
    if (npm.error) fail(`npm could not be started (${npm.error.message}): install npm, then run this again.`);
    if (npm.signal) process.exit(128 + constants.signals[npm.signal]);
    if (npm.status !== 0) {
      fail(
        `\`npm ci\` ended with code ${String(npm.status)}, so Latchkey's packages are not installed: see npm's message above, ` +
          'check that the registry answers (`npm ping`), then run this again.',
      );
    }
  }
  writeFileSync(installedMark, lock);
}

/** @param {NodeJS.ProcessEnv} env */
function demandNode24(env) {
  const { stdout } = spawnSync('node', ['--version'], { env, encoding: 'utf8', shell: onWindows });
  if (Number(/^v(\d+)\./.exec(stdout)?.[1]) >= 24) return;
  fail(
    'Node 24 is missing, because the install script of the package `node` did not run: run `npm rebuild node --ignore-scripts=false`, then run this again.',
  );
}

/**
 * Runs one step to its end. A signal is passed on once: a terminal sends Ctrl-C to every process and npm sends
 * it again, and a second one would cut short the child's orderly end.
 *
 * @param {Step} step
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code, as a shell would give it
 */
function run(step, env) {
  return new Promise((done) => {
    const child = spawn(step.program, step.args, {
      cwd: resolve(root, step.cwd ?? '.'),
      // By its id the stack notices when nobody is left to pass a signal on to it.
      env: { ...env, LATCHKEY_PARENT_PID: String(process.pid) },
      stdio: 'inherit',
      shell: onWindows,
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      let passedOn = false;
      process.on(signal, () => {
        if (!passedOn) child.kill(signal);
        passedOn = true;
      });
    }
    child.once('error', (error) => fail(`${step.program} could not be started: ${error.message}.`));
    child.once('exit', (code, signal) => {
      done(code ?? (signal ? 128 + constants.signals[signal] : 1));
    });
  });
}

async function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const steps = Object.entries(commands).find(([known]) => known === name)?.[1](args);
  if (!steps) fail(`"${name}" is not a command: use one of ${Object.keys(commands).join(', ')}.`);

  install();
  const env = { ...process.env, PATH: `${binaries}${delimiter}${pathOutsideTheRepository()}` };
  demandNode24(env);
  for (const step of steps) {
    const code = await run(step, env);
    if (code !== 0) process.exit(code);
  }
}

await main();
