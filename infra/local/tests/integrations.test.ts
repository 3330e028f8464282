import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { password, type RunningStack, startRunningStack } from './running-stack.ts';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startRunningStack();
});
afterAll(() => stack.close());

/** In lower case, as the search for residue compares. */
const authToken = 'fedcba9876543210'.repeat(2);
const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;

test(
  'credentials survive a kill, stand nowhere in clear, and wait for KMS',
  { timeout: 120_000 },
  async () => {
    const { cookie: first } = await stack.person();
    const { cookie } = await stack.ask('POST /api/session/step-up', { cookie: first, body: { password } });
    const connect = () =>
      stack.ask('PUT /api/company/integrations/twilio', { cookie, body: { accountSid, authToken } });
    const check = () => stack.ask('POST /api/company/integrations/twilio/test', { cookie, body: {} });
    expect((await connect()).status).toBe(200);
    expect((await check()).body.lastTest).toMatchObject({ ok: true, reason: 'format-only' });

    const output = stack.output();
    await stack.restart('SIGKILL');
    expect((await check()).body.lastTest).toMatchObject({ ok: true, reason: 'format-only' });

    // The table, the mailbox, the queues and the events on the bus, and what was logged.
    for (const secret of [authToken, accountSid, btoa(authToken).slice(0, -2)]) {
      const { body } = await stack.ask(`GET /__local/residue?email=${secret}`);
      expect(body).toEqual({ items: 0, where: [] });
      expect(`${output}${stack.output()}`).not.toContain(secret);
      expect(readFileSync(join(stack.stateDir, 'kms.json'), 'utf8')).not.toContain(secret);
    }

    await stack.fault('kms', 'down');
    for (const answer of [await connect(), await check()]) {
      expect([answer.status, answer.body.reason]).toEqual([503, 'dependency-unavailable']);
    }
    await stack.fault('kms', 'up');
    expect((await connect()).body.rotatedAt).not.toBeNull();
  },
);
