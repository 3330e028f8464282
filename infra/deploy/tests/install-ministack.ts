import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How to start what was installed. */
export interface Installed {
  readonly command: string;
  /** What its process needs in its environment. */
  readonly variables: Readonly<Record<string, string>>;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The emulator's release that the suite was last seen to pass with. */
const release = 'ministack>=1.5.33,<2';

const pythons = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const isNewEnough = 'import sys; sys.exit(sys.version_info < (3, 10))';

/** Runs one step; null where it succeeded, else what it said. */
function failure(env: Variables, program: string, ...args: string[]): string | null {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', env: { ...env } });
  return status === 0 ? null : (error?.message ?? stderr.trim().split('\n').at(-1) ?? '');
}

/**
 * Installs ministack below a folder, once. In a virtual environment of its own; where Python came without `venv`, as Debian's
 * does, with its pip into a folder; where it came without pip, too, with the pip that PyPI has. Throws one sentence.
 */
export async function installMinistack(folder: string, variables: Variables): Promise<Installed> {
  const environment = join(folder, 'ministack');
  const packages = join(folder, 'ministack-packages');
  const ways: readonly Installed[] = [
    { command: join(environment, 'bin', 'ministack'), variables: {} },
    { command: join(packages, 'bin', 'ministack'), variables: { PYTHONPATH: packages } },
  ];
  const installed = () => ways.find(({ command }) => existsSync(command));
  const before = installed();
  if (before !== undefined) return before;

  const python = pythons.find((name) => failure(variables, name, '-c', isNewEnough) === null);
  if (python === undefined) throw missing('no Python from 3.10 on is on the PATH');
  console.log('Installing ministack from PyPI …');
  const quietly = ['install', '--quiet', '--disable-pip-version-check'];
  const pip = join(environment, 'bin', 'pip');
  const toFolder = [...quietly, '--target', packages, release];
  const attempts = [
    () =>
      failure(variables, python, '-m', 'venv', environment) ?? failure(variables, pip, ...quietly, release),
    () => failure(variables, python, '-m', 'pip', ...toFolder),
    async () => failure(variables, python, join(await downloadPip(folder), 'pip'), ...toFolder),
  ];
  let said = '';
  for (const attempt of attempts) {
    said = (await attempt()) ?? '';
    const now = installed();
    if (now !== undefined) return now;
    // What was begun must not be taken for what is there.
    for (const begun of [environment, packages]) rmSync(begun, { recursive: true, force: true });
  }
  throw missing(said);
}

/** Pip as a wheel, which Python runs as it is. */
async function downloadPip(folder: string): Promise<string> {
  const response = await fetch('https://pypi.org/pypi/pip/json');
  const { urls } = (await response.json()) as {
    urls: { packagetype: string; url: string; filename: string }[];
  };
  const wheel = urls.find(({ packagetype }) => packagetype === 'bdist_wheel');
  if (wheel === undefined) throw missing('PyPI has no pip');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, wheel.filename);
  writeFileSync(file, Buffer.from(await (await fetch(new URL(wheel.url, response.url))).arrayBuffer()));
  return file;
}

function missing(why: string): Error {
  return new Error(
    `The deploy suite needs an emulator of AWS: set AWS_ENDPOINT_URL, or have localstack or ministack on the PATH, or Python 3.10 and PyPI so that ministack can be installed (${why}).`,
  );
}
