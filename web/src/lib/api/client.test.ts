import { expect, it, vi } from 'vitest';
import { requestEmailChange } from '#functions/email-change/contract.ts';
import { getProfile } from '#functions/profile/contract.ts';
import { signIn } from '#functions/sign-in/contract.ts';

import { createCall } from './client.ts';

const accepted = () =>
  Response.json({ pendingEmail: 'b@example.com', expiresAt: '2026-01-01T00:00:00.000Z' }, { status: 202 });
const refused = (status: number, reason: string) => Response.json({ reason }, { status });

/** Answers in turn; the last one for ever. */
function setup(...answers: (() => Response)[]) {
  const fetch = vi.fn<typeof globalThis.fetch>(() => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return Promise.resolve(answer!());
  });
  const stepUp = vi.fn(() => Promise.resolve(true));
  const signedOut = vi.fn(() => Promise.resolve(false));
  const deletionPending = vi.fn();
  const refused = vi.fn();
  const call = createCall({
    transport: { fetch, online: () => true, timeoutMilliseconds: 1000 },
    stepUp,
    signedOut,
    deletionPending,
    refused,
  });
  const keys = () => fetch.mock.calls.map(([, init]) => (init?.headers as Headers).get('idempotency-key'));
  return { call, fetch, stepUp, signedOut, deletionPending, refused, keys };
}

const change = { body: { email: 'b@example.com' } };

it('asks for the password where it must, and repeats the request by itself with the same key', async () => {
  const { call, stepUp, keys } = setup(() => refused(403, 'step-up-required'), accepted);
  expect(await call(requestEmailChange, change)).toMatchObject({ ok: true });
  expect(stepUp).toHaveBeenCalledOnce();
  expect(keys()).toHaveLength(2);
  expect(new Set(keys()).size).toBe(1);
});

it('asks for a proof by the authenticator, once', async () => {
  const { call, stepUp } = setup(() => refused(403, 'authenticator-required'));
  const outcome = await call(requestEmailChange, change);
  expect(outcome).toMatchObject({ problem: { reason: 'authenticator-required' } });
  expect(stepUp).toHaveBeenCalledOnce();
});

it('tells the page when the password was not given', async () => {
  const { call, stepUp, fetch } = setup(() => refused(403, 'step-up-required'));
  stepUp.mockResolvedValue(false);
  expect(await call(requestEmailChange, change)).toMatchObject({ problem: { reason: 'step-up-required' } });
  expect(fetch).toHaveBeenCalledOnce();
});

it('repeats once after the session was rotated, not for ever', async () => {
  const { call, fetch } = setup(() => refused(409, 'session-rotated'));
  expect(await call(requestEmailChange, change)).toMatchObject({ problem: { reason: 'session-rotated' } });
  expect(fetch).toHaveBeenCalledTimes(2);
});

it('goes on after signing in again', async () => {
  const { call, signedOut } = setup(() => refused(401, 'unauthorized'), accepted);
  signedOut.mockResolvedValue(true);
  expect(await call(requestEmailChange, change)).toMatchObject({ ok: true });
});

it('leaves a lost session to the page that asks to know', async () => {
  const { call, signedOut } = setup(() => refused(401, 'unauthorized'));
  const outcome = await call(getProfile, {}, { onUnauthorized: 'return' });
  expect(outcome).toMatchObject({ problem: { reason: 'unauthorized' } });
  expect(signedOut).not.toHaveBeenCalled();
});

it('has the page explain an address that is not allowed, unless its caller does', async () => {
  const refusedBy = { list: 'company', company: 'Acme Corp', scope: 'all' };
  const body = { reason: 'ip-not-allowed', address: '198.51.100.9', refusedBy };
  const { call, refused } = setup(() => Response.json(body, { status: 403 }));
  await call(getProfile, {}, { onRefused: 'return' });
  expect(refused).not.toHaveBeenCalled();
  await call(getProfile, {});
  expect(refused).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ reason: 'ip-not-allowed', address: '198.51.100.9', refusedBy }),
  );
});

it('does not take wrong credentials for a lost session', async () => {
  const { call, signedOut, fetch } = setup(() => refused(401, 'invalid-credentials'));
  const outcome = await call(signIn, { body: { email: 'a@example.com', password: 'wrong' } });
  expect(outcome).toMatchObject({ problem: { reason: 'invalid-credentials' } });
  expect(signedOut).not.toHaveBeenCalled();
  expect(fetch).toHaveBeenCalledOnce();
});

it('tells the page that the account waits for its deletion, and hands the refusal on', async () => {
  const { call, deletionPending, fetch } = setup(() => refused(403, 'deletion-pending'));
  expect(await call(getProfile, {})).toMatchObject({ problem: { reason: 'deletion-pending' } });
  expect(deletionPending).toHaveBeenCalledOnce();
  expect(fetch).toHaveBeenCalledOnce();
});
