import { expect, it } from 'vitest';

import { toBusEvent } from './bus-event.ts';
import { matches } from './rules.ts';
import type { EventPattern } from './rules.ts';

const now = new Date('2026-05-12T12:00:00.123Z');
const event = toBusEvent({ detailType: 'latchkey.profile.changed', detail: {} }, now);

it.each<[EventPattern, boolean]>([
  [{}, true],
  [{ source: ['latchkey'] }, true],
  [{ source: ['aws.ses', 'latchkey'] }, true],
  [{ source: ['aws.ses'] }, false],
  [{ source: [] }, false],
  [{ 'detail-type': ['latchkey.profile.changed'] }, true],
  [{ 'detail-type': ['latchkey.profile'] }, false],
  [{ 'detail-type': ['other', { prefix: 'latchkey.profile.' }] }, true],
  [{ 'detail-type': [{ prefix: 'latchkey.session.' }] }, false],
  [{ source: ['aws.ses'], 'detail-type': ['latchkey.profile.changed'] }, false],
])('%j: %s', (pattern, expected) => {
  expect(matches(pattern, event)).toBe(expected);
});

it('makes events as EventBridge does, and none that are too long for it', () => {
  expect(event).toMatchObject({
    version: '0',
    source: 'latchkey',
    time: '2026-05-12T12:00:00Z',
    resources: [],
  });
  const entry = { detailType: 'x', detail: { text: 'x'.repeat(256 * 1024) } };
  expect(() => toBusEvent(entry, now)).toThrow(RangeError);
});
