import type { Weekday } from './quiet-hours.ts';

/** The words of the quiet hours. */
export const quietTexts = {
  title: 'Quiet hours',
  description:
    'Mails, push and text messages wait until they are over; nothing is lost. Security never waits.',
  zone: (zone: string): string => `By the clock of ${zone}.`,
  changeZone: 'Change the time zone',
  days: {
    mon: 'Monday',
    tue: 'Tuesday',
    wed: 'Wednesday',
    thu: 'Thursday',
    fri: 'Friday',
    sat: 'Saturday',
    sun: 'Sunday',
  } satisfies Record<Weekday, string>,
  day: (day: string): string => `Quiet hours on ${day}`,
  from: (day: string): string => `${day}, from`,
  to: (day: string): string => `${day}, to`,
  until: 'to',
  nextDay: 'next day',
  none: 'None',
  everyDay: 'Like Monday every day',
  save: 'Save quiet hours',
  saving: 'Saving…',
  saved: 'Quiet hours saved',
  always:
    'This leaves no time in the week that is not quiet. To be told nothing at all, switch the channels off above.',
  incomplete: (day: string): string => `Enter when quiet hours begin and end on ${day}.`,
};
