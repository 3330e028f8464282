import { categoryTitles, channelTitles } from '#events/notifications/titles.ts';
import { locale } from '#lib/messages.ts';
import type { Channel } from './preferences-patch.ts';

/** The words of the notifications tab. */
export const notificationsTexts = {
  title: 'Notification Preferences',
  description: 'Choose how you want to be notified. A change counts from the next notification on.',
  channels: channelTitles,
  channelHints: {
    'in-app': 'The bell on every page',
    email: 'To your address',
    push: 'On your devices',
    sms: 'To your phone',
  } satisfies Record<Channel, string>,
  masters: 'Channels',
  master: (channel: Channel): string => `All notifications by ${byChannel[channel]}`,
  masterChanged: (channel: Channel, on: boolean): string =>
    `${notificationsTexts.channels[channel]} is ${on ? 'on' : 'off'}`,
  masterOff: (channels: readonly Channel[]): string =>
    `${listed.format(channels.map((channel) => notificationsTexts.channels[channel]))} ${channels.length === 1 ? 'is' : 'are'} switched off: only what can’t be turned off still comes that way.`,
  search: 'Find a notification',
  found: (count: number): string =>
    count === 0 ? 'No notification by these words' : `${notificationsTexts.count(count)} found`,
  count: (count: number): string => `${String(count)} ${count === 1 ? 'notification' : 'notifications'}`,
  categories: categoryTitles,
  cell: (title: string, channel: Channel): string => `${title} by ${byChannel[channel]}`,
  changed: (title: string, channel: Channel, on: boolean): string =>
    `${title}: ${byChannel[channel]} ${on ? 'on' : 'off'}`,
  mandatory: (channels: string): string => `${channels}: always on`,
  locked: (channels: string, by: string): string =>
    `${channels}: set by your company${by === '' ? '' : ` (${by})`}`,
  always: 'Always on, cannot be turned off',
  lockedCell: (on: boolean): string => `${on ? 'On' : 'Off'}, set by your company`,
  reset: 'Reset to default',
  resetRow: (title: string): string => `Reset ${title} to its defaults`,
  rowReset: (title: string): string => `${title}: back to the defaults`,
  resetAll: 'Reset all to default',
  allReset: 'All notifications are back to their defaults',
  noneChosen: 'You have changed none of these: all are as the product and your company set them.',
};

const listed = new Intl.ListFormat(locale);

const byChannel = {
  'in-app': 'bell',
  email: 'email',
  push: 'push',
  sms: 'SMS',
} satisfies Record<Channel, string>;
