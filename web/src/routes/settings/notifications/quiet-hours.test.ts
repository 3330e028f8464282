import { expect, test } from 'vitest';
import { draftOf, endsNextDay, quietHoursOf } from './quiet-hours.ts';

const none = { mon: null, tue: null, wed: null, thu: null, fri: null, sat: null, sun: null };

test('stored quiet hours come back from the form as they were', () => {
  const stored = { ...none, fri: { from: '22:00', to: '07:00' }, sun: { from: '00:00', to: '00:00' } };
  expect(quietHoursOf(draftOf(stored))).toEqual({ quietHours: stored });
});

test('a form without any day on means no quiet hours, and keeps usual times at hand', () => {
  expect(quietHoursOf(draftOf(null))).toEqual({ quietHours: null });
  expect(draftOf(null).mon).toEqual({ on: false, from: '22:00', to: '07:00' });
});

test('a day that is on without its times is named', () => {
  const draft = draftOf({ ...none, tue: { from: '22:00', to: '07:00' } });
  draft.tue.to = '';
  expect(quietHoursOf(draft)).toEqual({ wrong: 'tue' });
  draft.tue.on = false;
  expect(quietHoursOf(draft)).toEqual({ quietHours: null });
});

test('a week of which nothing is left is refused', () => {
  const whole = { from: '00:00', to: '00:00' };
  const week = { mon: whole, tue: whole, wed: whole, thu: whole, fri: whole, sat: whole, sun: whole };
  expect(quietHoursOf(draftOf(week))).toEqual({ wrong: 'always' });
  const left = { ...week, sun: { from: '00:00', to: '23:00' } };
  expect(quietHoursOf(draftOf(left))).toEqual({ quietHours: left });
});

test('an end as late as the beginning, or earlier, lies on the next day', () => {
  expect(endsNextDay({ on: true, from: '22:00', to: '07:00' })).toBe(true);
  expect(endsNextDay({ on: true, from: '00:00', to: '00:00' })).toBe(true);
  expect(endsNextDay({ on: true, from: '12:00', to: '13:00' })).toBe(false);
});
