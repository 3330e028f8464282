import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { eventKey } from '#functions/shared/table.ts';

import { names } from '../names.ts';
import { runProgram } from './run-program.ts';
import { type RunningStack, startRunningStack } from './running-stack.ts';

const main = join(import.meta.dirname, '../../../functions/support/main.ts');
const by = ['--operator', 'Kim Lee', '--reason', 'Ticket 4711: lost phone'];

let stack: RunningStack;
beforeAll(async () => {
  stack = await startRunningStack();
});
afterAll(() => stack.close());

/** Runs the tool as an operator does, beside the running stack. */
function support(args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  return runProgram(main, args, {
    PATH: process.env['PATH'],
    LATCHKEY_STATE_DIR: stack.stateDir,
    ...variables,
  });
}

test('an operator finds an account and signs it out; the person is mailed and reads of it in the log', async () => {
  const { email, cookie, accountId } = await stack.person();
  expect(await support(['find', email, ...by])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(accountId),
    stderr: '',
  });
  const ended = await support(['end-sessions', email, ...by]);
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
  expect((await support(['show', email, ...by])).stdout).toMatch(/sessions:\n +20/);
  await support(['end-sessions', email, ...by]);
  expect((await stack.ask('GET /api/session', { cookie })).status).toBe(401);
});

test('without operator or reason nothing is done, and the flag is named', async () => {
  const { email, cookie } = await stack.person();
  const refused = await support(['end-sessions', email, '--operator', 'Kim Lee']);
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toContain('--reason is missing');
  expect((await stack.ask('GET /api/session', { cookie })).status).toBe(200);
});

test('an account that is not there, a stage without its variables, no stack: one sentence each', async () => {
  expect(await support(['show', 'nobody@example.com', ...by])).toEqual({
    status: 1,
    stdout: '',
    stderr: 'There is no account of nobody@example.com.\n',
  });
  const stage = await support(['show', 'a@example.com', ...by, '--stage', 'dev'], { TABLE_NAME: 'table' });
  expect(stage.status).toBe(2);
  expect(stage.stderr).toMatch(/^For the stage "dev" set USER_POOL_ID, AWS_REGION: /);
  const none = await support(['show', 'a@example.com', ...by], { LATCHKEY_STATE_DIR: '/nowhere' });
  expect(none.status).toBe(2);
  expect(none.stderr).toContain('No local stack runs here (/nowhere/ready.json)');
});

/** The table, as somebody reaches it who goes past every function. */
function rawTable(): DynamoDBDocumentClient {
  const ready = JSON.parse(readFileSync(join(stack.stateDir, 'ready.json'), 'utf8')) as {
    variables: Record<string, string>;
  };
  const endpoint = ready.variables['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }));
}

test('what people do is linked behind the stream; the logs are whole, until somebody changes a line in the table', async () => {
  const { email, cookie, accountId } = await stack.person();
  const companyId = cookie.split('.')[1] ?? '';
  await stack.ask('PATCH /api/company', { cookie, body: { name: 'Analytical Engines' } });
  // The mailbox answers when all that is on its way has arrived, in the chain's queue, too.
  await stack.mails(email);

  const whole = await support(['verify-log', '--account', email]);
  expect(whole).toMatchObject({ status: 0, stderr: '' });
  const table = rawTable();
  const { Items: lines = [] } = await table.send(
    new QueryCommand({
      TableName: names.table,
      KeyConditionExpression: 'pk = :log',
      ExpressionAttributeValues: { ':log': eventKey(accountId, '').pk },
    }),
  );
  expect(whole.stdout).toContain(`Whole: ${String(lines.length)} lines`);
  const [, head = ''] = /^The chain ends at (\d+:[0-9a-f]{64}):/m.exec(whole.stdout) ?? [];
  expect((await support(['verify-log', '--account', accountId, '--expect', head])).status).toBe(0);
  expect((await support(['verify-log', '--company', companyId])).stdout).toMatch(/^Whole: [1-9]/);

  const renamed = lines.find(({ type }) => type === 'latchkey.company.renamed');
  await table.send(
    new UpdateCommand({
      TableName: names.table,
      Key: { pk: renamed?.['pk'], sk: renamed?.['sk'] },
      UpdateExpression: 'SET actor = :system',
      ExpressionAttributeValues: { ':system': { kind: 'system' } },
    }),
  );
  for (const log of [
    ['--account', email],
    ['--company', companyId],
  ]) {
    const broken = await support(['verify-log', ...log]);
    expect(broken).toMatchObject({ status: 1, stdout: '' });
    expect(broken.stderr).toContain(`Broken: Line ${String(renamed?.['id'])} `);
  }
});

test('a log that never was proves nothing, and whose log is meant has to be said', async () => {
  expect(await support(['verify-log', '--account', crypto.randomUUID()])).toEqual({
    status: 1,
    stdout: '',
    stderr: 'There is no line and no chain: nothing is proven.\n',
  });
  expect((await support(['verify-log', '--account', 'nobody@example.com'])).status).toBe(1);
  expect((await support(['verify-log'])).status).toBe(2);
});
