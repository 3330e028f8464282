import { expect, it } from 'vitest';
import { fieldReasons, reasonStatuses, type Reason } from '#functions/shared/reasons.ts';

import './field-sentences.ts';
import { duration, fieldMessage, learnSentences, problemMessage, waitMessage } from './messages.ts';
import { problemSentences } from './problem-sentences.ts';

learnSentences(problemSentences);

it('has a sentence for every reason of the API and of a field', () => {
  for (const reason of Object.keys(reasonStatuses) as Reason[]) {
    expect(problemMessage({ reason })).not.toBe('');
  }
  const vague = fieldReasons.filter((reason) => fieldMessage('some.field', reason) === 'Invalid value');
  expect(vague).toEqual(['wrong-type', 'invalid-value']);
});

it('takes a reason of a field that it does not know for an invalid value', () => {
  expect(fieldMessage('some.field', 'of-the-future')).toBe('Invalid value');
});

it('says the sentences that the design fixes', () => {
  expect(fieldMessage('name', 'required')).toBe('Name is required');
  expect(fieldMessage('phone', 'invalid-phone')).toBe('Invalid phone number format');
  expect(fieldMessage('timezone', 'invalid-timezone')).toBe('Invalid timezone');
  expect(problemMessage({ reason: 'server-error' })).toBe('Something went wrong. Please try again.');
});

it('finds a field by the end of its path', () => {
  expect(fieldMessage('profile.name', 'required')).toBe('Name is required');
});

it('tells how long to wait, minutes rounded up', () => {
  expect(duration(1)).toBe('1 second');
  expect(duration(65)).toBe('65 seconds');
  expect(duration(121)).toBe('3 minutes');
  expect(waitMessage(900)).toBe('Too many attempts. You can try again in 15 minutes.');
});
