import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { runProgram } from './run-program.ts';
import { password, type RunningStack, startRunningStack } from './running-stack.ts';

const main = join(import.meta.dirname, '../../../functions/records-tool/main.ts');

let stack: RunningStack;
beforeAll(async () => {
  stack = await startRunningStack();
});
afterAll(() => stack.close());

const companyOf = (cookie: string) => cookie.split('.')[1] ?? '';
const residue = async (query: string): Promise<string[]> => {
  const response = await fetch(`${stack.url}/__local/residue?${query}`);
  return ((await response.json()) as { where: string[] }).where;
};

/** Runs the tool as an engineer of the product does, beside the running stack. */
function records(...args: string[]) {
  return runProgram(main, args, { PATH: process.env['PATH'], LATCHKEY_STATE_DIR: stack.stateDir });
}

test('an import reaches the store; bad lines are told, and what names somebody is found there', async () => {
  const { cookie, email } = await stack.person();
  const file = join(stack.stateDir, 'calls.ndjson');
  const line = (id: string, data: object) =>
    JSON.stringify({ category: 'call-logs', id, at: '2026-11-26T09:00:00Z', data });
  writeFileSync(file, [line('a', { agent: email }), 'nonsense', line('b', {})].join('\n'));
  expect(await records('import', file, '--company', companyOf(cookie))).toEqual({
    status: 1,
    stdout: '2 imported, 1 not.\n',
    stderr: 'line 2: not JSON\n',
  });
  expect((await residue(`email=${email}`)).filter((where) => where.startsWith('records: '))).toEqual([
    expect.stringMatching(/^records: RECORDS#.*#call-logs#\d\d \/ a$/),
  ]);
  expect(await records('import', file, '--company', 'nobody')).toMatchObject({
    status: 2,
    stderr: 'There is no company nobody.\n',
  });
});

test('samples are made by category, recordings with their sound', async () => {
  const { cookie } = await stack.person();
  const companyId = companyOf(cookie);
  const made = await fetch(`${stack.url}/__local/records`, {
    method: 'POST',
    body: JSON.stringify({ companyId, counts: { 'call-logs': 60, recordings: 2 } }),
  });
  expect([made.status, await made.json()]).toEqual([201, { made: 62 }]);
  const where = await residue(`accountId=${companyId}`);
  expect(where.filter((place) => place.startsWith('records: '))).toHaveLength(62);
  expect(where.filter((place) => place.startsWith('s3: latchkey-recordings/'))).toHaveLength(2);
});

test.each([
  [{}, 'companyId'],
  [{ companyId: 'c' }, 'counts'],
  [{ companyId: 'c', counts: { calls: 1 } }, 'counts.calls'],
  [{ companyId: 'c', counts: { agents: -1 } }, 'counts.agents'],
  [{ companyId: 'c', counts: { agents: 1e9 } }, 'counts.agents'],
])('names the field when it cannot make %j', async (body, path) => {
  const answer = await fetch(`${stack.url}/__local/records`, { method: 'POST', body: JSON.stringify(body) });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ reason: 'invalid-input', errors: [{ path }] });
});

/** Asks about a job until it is over. */
async function ended(cookie: string, jobId: string) {
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await stack.ask(`GET /api/jobs/${jobId}`, { cookie });
    if (body.status !== 'running') return body;
    await sleep(100);
  }
  throw new Error('The job did not end');
}

test('a reset begins at once, runs to its receipt, and leaves none of the calls', async () => {
  const { cookie } = await stack.person();
  const companyId = companyOf(cookie);
  const counts = { 'call-logs': 40, recordings: 2, agents: 3 };
  await fetch(`${stack.url}/__local/records`, {
    method: 'POST',
    body: JSON.stringify({ companyId, counts }),
  });
  const body = { confirmation: 'RESET', password };
  const begun = await stack.ask('POST /api/company/data-reset', { cookie, body });
  expect(begun.status).toBe(202);
  const job = await ended(cookie, begun.body.jobId);
  expect(job).toMatchObject({ status: 'completed', receipt: { kind: 'data-reset', status: 'completed' } });
  const receipt = await stack.ask(`GET /api/receipts/${String(job.receipt.number)}`);
  expect(receipt.body).toEqual(job.receipt);
  const where = await residue(`accountId=${companyId}`);
  expect(where.filter((place) => place.startsWith('records: '))).toHaveLength(3);
  expect(where.filter((place) => place.startsWith('s3: '))).toEqual([]);
});

test('an export is packed, mailed about, and downloaded after a proof', async () => {
  const { cookie, email } = await stack.person();
  const { body } = await stack.ask('POST /api/user/export', { cookie });
  expect(await ended(cookie, body.jobId)).toMatchObject({ status: 'completed' });
  await stack.mail(email, /data is ready/);
  const proven = await stack.ask('POST /api/session/step-up', { cookie, body: { password } });
  const link = await stack.ask(`POST /api/user/export/${body.jobId}/download`, { cookie: proven.cookie });
  const archive = await fetch(link.body.url);
  expect([archive.status, archive.headers.get('content-type')]).toEqual([200, 'application/zip']);
});
