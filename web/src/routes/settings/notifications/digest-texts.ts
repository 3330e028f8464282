/** The words of the digests. */
export const digestTexts = {
  title: 'Summaries by email',
  description:
    'How often the mails of a category come. What is collected comes as one mail; security never waits.',
  choices: {
    'at-once': 'At once',
    hourly: 'Once an hour',
    daily: 'Every day at 9:00',
    weekly: 'Mondays at 9:00',
  },
  saved: (category: string, choice: string): string => `${category}: ${choice}`,
  off: 'Email is switched off as a whole: nothing comes until you switch it on above.',
};
