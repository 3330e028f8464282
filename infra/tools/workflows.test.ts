import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
const { scripts, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
};

const workflows = readdirSync(folder).map(
  (file) => [file, readFileSync(join(folder, file), 'utf8')] as const,
);

test.each(workflows)('%s pins every action to a commit, beside the version that it is', (_, text) => {
  const uses = [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action);
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(workflows)('%s may read the repository and nothing else, and keeps no credentials', (_, text) => {
  expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
  expect(text).not.toMatch(/: write|secrets\./);
  const checkouts = text.match(/actions\/checkout@/g) ?? [];
  expect(text.match(/persist-credentials: false/g)).toHaveLength(checkouts.length);
});

test.each(workflows)('%s runs scripts that there are', (_, text) => {
  for (const [, name = ''] of text.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([name]);
});

test.each(workflows)(
  '%s has the Node that the code runs on, on a machine with a name of its own',
  (_, text) => {
    const [major] = devDependencies['node']!.split('.');
    const versions = [...text.matchAll(/node-version: (.+)/g)].map(([, version]) => version);
    expect(new Set(versions)).toEqual(new Set([major]));
    for (const [, machine] of text.matchAll(/runs-on: (.+)/g)) expect(machine).toMatch(/^ubuntu-\d\d\.04$/);
  },
);

test.each(workflows)('%s runs lines that a shell can read', (_, text) => {
  const blocks = [...text.matchAll(/^( *)- run: (?:\|\n((?:\1 {4}.*\n|\n)+)|(.+)$)/gm)].map(
    ([, , block, line]) => block ?? line ?? '',
  );
  expect(blocks.length).toBe(text.match(/- run: /g)?.length);
  for (const block of blocks) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: block, encoding: 'utf8' });
    expect([status, stderr], block).toEqual([0, '']);
  }
});

test('together the workflows run all that the CI of this repository runs', () => {
  const steps = readFileSync(join(root, '.ci/run'), 'utf8').match(/^npm .+$/gm) ?? [];
  expect(steps).toEqual(['npm test', 'npm run test:deploy']);
  const all = workflows.map(([, text]) => text).join('\n');
  for (const step of [...steps, 'npm run check']) expect(all).toMatch(new RegExp(`- run: ${step}$`, 'm'));
});
