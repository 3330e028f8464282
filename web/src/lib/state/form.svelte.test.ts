import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { resetPassword } from '#functions/password-reset/contract.ts';
import { signUp } from '#functions/sign-up/contract.ts';
import { localProblem, type Problem } from '#lib/api/problem.ts';

import '#lib/field-sentences.ts';
import { Form } from './form.svelte.ts';

const right = { email: ' Ada@Example.com ', password: 'correct horse', name: 'Ada' };
const submitted = () => new Event('submit') as SubmitEvent;
const refused = (problem: Partial<Problem>) =>
  Promise.resolve({ ok: false, problem: { ...localProblem('unreadable'), ...problem } } as const);

beforeEach(() => {
  vi.useFakeTimers();
  // Nothing here has a page; where the focus goes is a browser test's matter.
  vi.stubGlobal('HTMLElement', WeakRef);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('sends what the contract makes of the values', async () => {
  const form = new Form(signUp.body, right);
  const send = vi.fn(() => Promise.resolve({ ok: true, data: 'sent' } as const));
  expect(await form.submit(submitted(), send)).toEqual({ data: 'sent' });
  expect(send).toHaveBeenCalledWith({ email: 'ada@example.com', password: 'correct horse', name: 'Ada' });
  expect(form.busy).toBe(false);
});

it('sends nothing that the contract would refuse, and says what is wrong', async () => {
  const form = new Form(signUp.body, { email: 'nowhere', password: 'short', name: '' });
  const send = vi.fn();
  expect(await form.submit(submitted(), send)).toBeNull();
  expect(send).not.toHaveBeenCalled();
  expect(form.errors).toEqual({
    email: 'Invalid email format',
    password: 'Use at least 8 characters',
    name: 'Name is required',
  });
});

it('checks a field when it is left, not one that was passed through empty', () => {
  const form = new Form(signUp.body, { email: '', password: '', name: 'A' });
  form.leave('email');
  form.leave('name');
  expect(form.errors).toEqual({ name: 'Name must have at least 2 characters' });
});

it('takes an error back as soon as the field is right, and accuses nobody while typing', () => {
  const form = new Form(signUp.body, { email: 'a', password: '', name: '' });
  form.change('email');
  expect(form.errors).toEqual({});
  form.leave('email');
  form.values.email = 'a@example.com';
  form.change('email');
  expect(form.errors['email']).toBeUndefined();
});

it('knows the page’s own rules', () => {
  const form = new Form(
    resetPassword.body,
    { email: 'a@example.com', code: 'AB12CDE34F', newPassword: 'correct horse', repeated: 'correct hors' },
    [{ field: 'repeated', message: 'Not the same', broken: (v) => v.repeated !== v.newPassword }],
  );
  expect(form.check()).toBeNull();
  expect(form.errors).toEqual({ repeated: 'Not the same' });
});

it('shows what the API refused at its field, or for the whole', async () => {
  const form = new Form(signUp.body, right);
  await form.submit(submitted(), () =>
    refused({ reason: 'invalid-input', errors: [{ path: 'password', reason: 'password-too-common' }] }),
  );
  expect(form.errors['password']).toContain('most common');
  expect(form.message).toBeNull();
  await form.submit(submitted(), () => refused({ reason: 'server-error' }));
  expect(form.errors).toEqual({});
  expect(form.message).toBe('Something went wrong. Please try again.');
});

it('says in its own words what it was given words for', () => {
  const form = new Form(signUp.body, right, [], { 'invalid-credentials': 'Wrong' });
  form.refuse({ ...localProblem('unreadable'), reason: 'invalid-credentials' });
  expect(form.message).toBe('Wrong');
});

it('waits as long as the API says before it sends again', async () => {
  const form = new Form(signUp.body, right);
  await form.submit(submitted(), () => refused({ reason: 'too-many-attempts', retryAfterSeconds: 65 }));
  expect(form.message).toBe('Too many attempts. You can try again in 65 seconds.');
  expect(form.wait.clock).toBe('1:05');
  const send = vi.fn(() => Promise.resolve({ ok: true, data: null } as const));
  vi.advanceTimersByTime(64_000);
  expect(await form.submit(submitted(), send)).toBeNull();
  vi.advanceTimersByTime(1_500);
  expect(await form.submit(submitted(), send)).not.toBeNull();
});

it('sends once however often it is submitted meanwhile', async () => {
  const form = new Form(signUp.body, right);
  const answer = Promise.withResolvers<{ ok: true; data: null }>();
  const send = vi.fn(() => answer.promise);
  const first = form.submit(submitted(), send);
  expect(await form.submit(submitted(), send)).toBeNull();
  answer.resolve({ ok: true, data: null });
  await first;
  expect(send).toHaveBeenCalledOnce();
});
