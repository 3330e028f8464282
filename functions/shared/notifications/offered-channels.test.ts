import { expect, test } from 'vitest';
import { offeredChannels } from './offered-channels.ts';

test('text messages are offered only by a stage that has something to send them from', () => {
  expect(offeredChannels({ SMS_ORIGIN: '' })).toEqual(['in-app', 'email', 'push']);
  expect(offeredChannels({ SMS_ORIGIN: '+12025550100' })).toEqual(['in-app', 'email', 'push', 'sms']);
});
