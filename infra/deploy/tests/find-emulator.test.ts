import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { findEmulator } from './find-emulator.ts';
import { installMinistack } from './install-ministack.ts';

/** A PATH with commands that are these shell scripts, and a folder to install into. */
function setup(commands: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-emulator-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const bin = join(root, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(commands)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const folder = join(root, 'state');
  return { bin, folder, variables: { PATH: `${bin}:/usr/bin:/bin`, HOME: root, FOLDER: folder } };
}

const notAsked = () => Promise.reject(new Error('Nothing was to be installed'));

test('an endpoint that is given comes before anything on the PATH', async () => {
  const { variables, folder } = setup({ localstack: '', ministack: '' });
  const given = { ...variables, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
  expect(await findEmulator(given, folder, notAsked)).toEqual({
    kind: 'endpoint',
    endpoint: 'http://127.0.0.1:4566',
  });
});

test('localstack comes before ministack, and both before an installation', async () => {
  const both = setup({ localstack: '', ministack: '' });
  expect(await findEmulator({ PATH: both.bin }, both.folder, notAsked)).toMatchObject({ kind: 'localstack' });
  const one = setup({ ministack: '' });
  expect(await findEmulator({ PATH: one.bin, AWS_ENDPOINT_URL: '' }, one.folder, notAsked)).toEqual({
    kind: 'ministack',
    command: join(one.bin, 'ministack'),
    variables: {},
  });
});

/** A Python that has what is said of it, and installs a command that does nothing. */
const python = (has: { venv: boolean; pip: boolean }) => `
put() { mkdir -p "$1/bin"; : > "$1/bin/ministack"; }
case "$1 $2" in
  "-c "*) exit 0;;
  "-m venv") ${has.venv ? 'mkdir -p "$3/bin"; printf \'#!/bin/sh\\n: > "$(dirname "$0")/ministack"\\n\' > "$3/bin/pip"; chmod +x "$3/bin/pip"' : 'echo "No module named ensurepip" >&2; exit 1'};;
  "-m pip") ${has.pip ? 'put "$FOLDER/ministack-packages"' : 'echo "No module named pip" >&2; exit 1'};;
  *) exit 1;;
esac`;

test('ministack is installed in a virtual environment of its own, once', async () => {
  const { folder, variables } = setup({ python3: python({ venv: true, pip: true }) });
  const first = await installMinistack(folder, variables);
  expect(first).toEqual({ command: join(folder, 'ministack/bin/ministack'), variables: {} });
  rmSync(join(dirname(first.command), 'pip'));
  expect(await installMinistack(folder, variables)).toEqual(first);
});

test('a Python without venv has its pip install into a folder', async () => {
  const { folder, variables } = setup({ python3: python({ venv: false, pip: true }) });
  const packages = join(folder, 'ministack-packages');
  expect(await installMinistack(folder, variables)).toEqual({
    command: join(packages, 'bin/ministack'),
    variables: { PYTHONPATH: packages },
  });
  expect(existsSync(join(folder, 'ministack'))).toBe(false);
});

test('without a Python that is new enough it ends with one sentence that says what to do', async () => {
  const { folder } = setup();
  await expect(installMinistack(folder, { PATH: folder })).rejects.toThrow(
    /^The deploy suite needs an emulator of AWS: set AWS_ENDPOINT_URL, .* \(no Python from 3\.10 on is on the PATH\)\.$/,
  );
});
