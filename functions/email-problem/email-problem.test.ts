import { beforeAll, describe, expect, test } from 'vitest';

import { sampleEnvelope } from '#events/samples.ts';
import { readAccount } from '#functions/shared/account-item.ts';
import { newId } from '#functions/shared/ids.ts';
import { emailProblemOf } from '#functions/shared/reachability.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { handleFeedback } from './handle-feedback.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const bounce = (emailAddress: string, bounceType = 'Permanent') => ({
  eventType: 'Bounce',
  mail: { messageId: '1' },
  bounce: { bounceType, bounceSubType: 'General', bouncedRecipients: [{ emailAddress }] },
});
const complaint = (emailAddress: string, complaintFeedbackType: string | null = 'abuse') => ({
  eventType: 'Complaint',
  mail: { messageId: '1' },
  complaint: { complainedRecipients: [{ emailAddress }], complaintFeedbackType },
});

/** Brings reports as the queue does. */
const report = (...details: object[]) =>
  handleFeedback(api.deps, {
    Records: details.map((detail, index) => ({
      messageId: String(index),
      body: JSON.stringify({ source: 'aws.ses', 'detail-type': 'Email Bounced', detail }),
    })) as never,
  });

const problemOf = async (accountId: string) =>
  emailProblemOf((await readAccount(api.table, accountId))!)?.kind ?? null;
const recorded = async (accountId: string) =>
  (await api.events()).filter(
    (event) => event.accountId === accountId && event.type.startsWith('latchkey.email.problem'),
  );

describe('a report', () => {
  test('of a bounce for good marks the account, records it once, however often it comes', async () => {
    const { accountId, email } = await api.person();
    const done = { batchItemFailures: [] };
    expect(await report(bounce(email))).toEqual(done);
    expect(await report(bounce(email), complaint(email))).toEqual(done);
    expect(await problemOf(accountId)).toBe('bounce');
    const [event, ...others] = await recorded(accountId);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ actor: { kind: 'system' }, origin: null, data: { email, kind: 'bounce' } });
  });

  test('of a complaint marks it, too, with the name around the address and in any case', async () => {
    const { accountId, email } = await api.person();
    await report(complaint(`Ada <${email.toUpperCase()}>`));
    expect(await problemOf(accountId)).toBe('complaint');
  });

  test('of what may pass, or is no complaint, marks nothing', async () => {
    const { accountId, email } = await api.person();
    await report(bounce(email, 'Transient'), bounce(email, 'Undetermined'), complaint(email, 'not-spam'));
    expect(await problemOf(accountId)).toBeNull();
    expect(await recorded(accountId)).toEqual([]);
  });

  test('on nobody’s address does nothing; one that can’t be read fails alone', async () => {
    const { accountId, email } = await api.person();
    const nobody = bounce(`${newId()}@example.test`);
    expect(await report(nobody, { eventType: 'Surprise' }, bounce(email))).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(await problemOf(accountId)).toBe('bounce');
  });

  test('says in logs of whom, and no address', async () => {
    const { accountId, email } = await api.person();
    api.logged.length = 0;
    await report(bounce(email));
    expect(api.logged.join()).toContain(accountId);
    expect(api.logged.join()).not.toContain(email);
  });
});

describe('trying again', () => {
  test('needs a fresh proof, takes the mark off and sends the mail that tries', async () => {
    const { accountId, email, cookie } = await api.person();
    await report(bounce(email));
    const { status } = await api.request('DELETE /api/user/email-problem', { cookie });
    expect(status).toBe(403);
    const proven = await api.stepUp(cookie);
    expect((await api.request('DELETE /api/user/email-problem', { cookie: proven })).status).toBe(204);
    expect(await problemOf(accountId)).toBeNull();
    const event = await api.lastEvent('latchkey.email.problem-cleared');
    expect(event).toMatchObject({ accountId, data: { email } });
    expect(sampleEnvelope(event.type).data).toHaveProperty('email');
    // What it sends comes back: the mark is there again.
    await report(bounce(email));
    expect(await problemOf(accountId)).toBe('bounce');
  });

  test('where nothing is wrong does nothing', async () => {
    const { accountId, cookie } = await api.person();
    const proven = await api.stepUp(cookie);
    expect((await api.request('DELETE /api/user/email-problem', { cookie: proven })).status).toBe(204);
    expect(await recorded(accountId)).toEqual([]);
  });

  test('is bounded to five in a day', async () => {
    const { email, cookie } = await api.person();
    const proven = await api.stepUp(cookie);
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1) {
      await report(bounce(email));
      statuses.push((await api.request('DELETE /api/user/email-problem', { cookie: proven })).status);
    }
    expect(statuses).toEqual([204, 204, 204, 204, 204, 429]);
  });
});

test('the document of channels tells of the problem, in two round trips', async () => {
  const { email, cookie } = await api.person();
  await report(complaint(email));
  api.counter.take();
  const { body } = await api.request('GET /api/user/notification-channels', { cookie });
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'BatchGetItem']);
  expect(body.email).toMatchObject({ address: email, problem: { kind: 'complaint' } });
});
