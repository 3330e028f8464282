import type { Channel, NotificationCategory } from './notification-type.ts';

/** What the categories are called, wherever types are grouped by them. */
export const categoryTitles = {
  messages: 'Messages and calls',
  work: 'Work',
  billing: 'Billing',
  company: 'Company',
  reports: 'Reports',
  product: 'Product',
  security: 'Security',
} as const satisfies Record<NotificationCategory, string>;

/** What the ways to reach a person are called, in the order of the grid. */
export const channelTitles = {
  'in-app': 'In-app',
  email: 'Email',
  push: 'Push',
  sms: 'SMS',
} as const satisfies Record<Channel, string>;
