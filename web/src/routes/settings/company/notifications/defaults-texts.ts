import { categoryTitles, channelTitles } from '#events/notifications/titles.ts';
import type { Channel, Choice } from './cell-choice.ts';

/** The words of the page of a company's defaults. */
export const defaultsTexts = {
  loadFailed: 'The notification defaults could not be loaded',
  title: 'Notification defaults',
  description: 'What the members of your company are told of, and how',
  explained:
    '“On” and “Off” are what members start from; each can choose otherwise. “Always” and “Never” lock it for everybody. A change counts from the next notification on.',
  search: 'Find a notification',
  noneFound: 'No notification by these words',
  channels: channelTitles,
  categories: categoryTitles,
  cell: (title: string, channel: Channel): string => `${title}: ${channelTitles[channel]}`,
  choice: (choice: Choice, productDefault: boolean): string =>
    choice === 'product' ? `Default (${productDefault ? 'on' : 'off'})` : choiceNames[choice],
  mandatory: 'Always',
  decided: (by: string, day: string): string => `Set by ${by}, ${day}`,
  changed: (title: string, channel: Channel, choice: Choice): string =>
    `${title}, ${channelTitles[channel]}: ${choice === 'product' ? 'back to the default' : choiceNames[choice].toLowerCase()}`,
  undo: 'Undo',
  undone: 'Undone',
};

const choiceNames = { on: 'On', off: 'Off', always: 'Always', never: 'Never' } satisfies Record<
  Exclude<Choice, 'product'>,
  string
>;
