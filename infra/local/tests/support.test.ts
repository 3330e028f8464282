import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningStack, startRunningStack } from './running-stack.ts';

const main = join(import.meta.dirname, '../../../functions/support/main.ts');
const by = ['--operator', 'Kim Lee', '--reason', 'Ticket 4711: lost phone'];

let stack: RunningStack;
beforeAll(async () => {
  stack = await startRunningStack();
});
afterAll(() => stack.close());

/** Runs the tool as an operator does, beside the running stack. */
function support(args: readonly string[], variables: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('node', [main, ...args], {
    env: { PATH: process.env['PATH'], LATCHKEY_STATE_DIR: stack.stateDir, ...variables },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('an operator finds an account and signs it out; the person is mailed and reads of it in the log', async () => {
  const { email, cookie, accountId } = await stack.person();
  expect(support(['find', email, ...by])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(accountId),
    stderr: '',
  });
  const ended = support(['end-sessions', email, ...by]);
  expect(ended).toEqual({ status: 0, stdout: `${email} is signed out everywhere.\n`, stderr: '' });
  expect((await stack.ask('GET /api/session', { cookie })).status).toBe(401);
  const mail = await stack.mail(email, /support/i);
  expect(mail.text).toContain('Ticket 4711: lost phone');
  const fresh = (await stack.signIn(email)).cookie;
  const { body } = await stack.ask('GET /api/user/security-log', { cookie: fresh });
  const actors = body.lines.map((line: { by: unknown }) => line.by);
  expect(actors).toContainEqual({
    kind: 'support',
    operator: 'Kim Lee',
    reason: 'Ticket 4711: lost phone',
  });
});

test('it sees the shifted clock of the local stack', async () => {
  const { email } = await stack.person();
  await stack.advance('8d');
  const { cookie } = await stack.signIn(email);
  expect(support(['show', email, ...by]).stdout).toMatch(/sessions:\n +20/);
  support(['end-sessions', email, ...by]);
  expect((await stack.ask('GET /api/session', { cookie })).status).toBe(401);
});

test('without operator or reason nothing is done, and the flag is named', async () => {
  const { email, cookie } = await stack.person();
  const refused = support(['end-sessions', email, '--operator', 'Kim Lee']);
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toContain('--reason is missing');
  expect((await stack.ask('GET /api/session', { cookie })).status).toBe(200);
});

test('an account that is not there, a stage without its variables, no stack: one sentence each', () => {
  expect(support(['show', 'nobody@example.com', ...by])).toEqual({
    status: 1,
    stdout: '',
    stderr: 'There is no account of nobody@example.com.\n',
  });
  const stage = support(['show', 'a@example.com', ...by, '--stage', 'dev'], { TABLE_NAME: 'table' });
  expect(stage.status).toBe(2);
  expect(stage.stderr).toMatch(/^For the stage "dev" set USER_POOL_ID, AWS_REGION: /);
  const none = support(['show', 'a@example.com', ...by], { LATCHKEY_STATE_DIR: '/nowhere' });
  expect(none.status).toBe(2);
  expect(none.stderr).toContain('No local stack runs here (/nowhere/ready.json)');
});
