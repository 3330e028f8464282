import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runChecks } from '#infra/smoke/check.ts';
import { siteChecks } from '#infra/smoke/site-checks.ts';
import { runProgram } from './run-program.ts';
import { type RunningStack, startRunningStack } from './running-stack.ts';

const main = join(import.meta.dirname, '../../smoke/main.ts');

let stack: RunningStack;
beforeAll(async () => {
  stack = await startRunningStack();
});
afterAll(() => stack.close());

/** `npm run smoke`, without npm. */
const smoke = (...args: string[]) => runProgram(main, args, process.env);

test('the smoke test passes on the local stack, and says so in its last line', async () => {
  const { status, stdout, stderr } = await smoke('--url', stack.url);
  expect(stderr).toBe('');
  expect(stdout).not.toContain('FAILED');
  expect(stdout).toMatch(/\n7 passed, 0 failed\n$/);
  expect(status).toBe(0);
});

test('every check fails on a host that answers anything with nothing', async () => {
  const host = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(host, 'listening');
  const { port } = host.address() as { port: number };
  const findings = await runChecks(siteChecks(`http://127.0.0.1:${port}`));
  host.close();
  expect(findings.filter(({ wrong }) => wrong === null)).toEqual([]);
});

test('a part that is down is found', async () => {
  await stack.fault('cognito', 'down');
  const findings = await runChecks(siteChecks(stack.url));
  await stack.fault('cognito', 'up');
  expect(findings.filter(({ wrong }) => wrong !== null).map(({ name }) => name)).toEqual([
    'passkeys are asked for by this very host',
  ]);
});

test.each([
  [[], 'Write npm run smoke -- --stage dev for a deployed stage, or --url http://localhost:3000.'],
  [['--url', 'nowhere'], 'Write npm run smoke -- --stage dev'],
  [['--stage', 'qa'], 'Unknown stage "qa"'],
])('%j ends with one sentence', async (args, sentence) => {
  const { status, stdout, stderr } = await smoke(...args);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect([status, stdout]).toEqual([2, '']);
});
