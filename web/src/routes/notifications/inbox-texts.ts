import { dateLocale } from '#lib/messages.ts';

const count = new Intl.NumberFormat(dateLocale);

/** The words of the bell and of the page of notifications. */
export const inboxTexts = {
  title: 'Notifications',
  subtitle: 'What happened lately, kept for 90 days',
  back: 'Settings',
  bell: (unread: number): string =>
    unread === 0 ? 'Notifications' : `Notifications, ${count.format(unread)} unread`,
  /** The number on the bell; there is no room for more. */
  badge: (unread: number): string => (unread > 99 ? '99+' : String(unread)),
  arrived: (title: string): string => `New notification: ${title}`,
  readAll: 'Mark all as read',
  allRead: 'All notifications are marked as read',
  read: 'Mark as read',
  readOf: (title: string): string => `Mark as read: ${title}`,
  unreadMark: 'Unread',
  all: 'See all notifications',
  preferences: 'Notification settings',
  empty: 'Nothing yet. What happens will be listed here.',
  nothingFound: 'Nothing matches this filter.',
  loadFailed: 'Your notifications could not be loaded',
  show: 'Show',
  shown: { all: 'All', unread: 'Unread', hidden: 'Not in your inbox' },
  category: 'Category',
  anyCategory: 'All categories',
  more: 'Show older',
  loadingMore: 'Loading…',
  counted: (items: number): string => `${count.format(items)} shown`,
  timesIn: (zone: string): string => `Times in ${zone}`,
  why: 'Why did I get this?',
  whyNot: 'Why is this not in my inbox?',
} as const;
