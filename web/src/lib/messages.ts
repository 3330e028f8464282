import type { FieldReason, Reason } from '#functions/shared/reasons.ts';
import type { LocalReason, Problem } from './api/problem.ts';

/**
 * Every sentence of the site. A translation is another file of this shape; a reason without a sentence does not
 * compile.
 */

export const productName = 'Latchkey';
export const locale = 'en';
/** How dates are written: the day before the month, as in our mails. */
export const dateLocale = 'en-GB';

/**
 * What a whole request was refused for. Here is what the browser itself can say; the sentences for the API's own
 * reasons come with the first refusal (problem-sentences.ts).
 */
const problems: Partial<Record<Reason, string>> & Record<LocalReason, string> = {
  offline: 'You are offline. Check your connection, then try again.',
  'timed-out': 'The answer took too long. Please try again.',
  unreachable: 'The service could not be reached. Check your connection, then try again.',
  unreadable: 'Something went wrong. Please try again.',
};

/** Adds the sentences for the API's reasons. */
export function learnSentences(sentences: Readonly<Record<Reason, string>>): void {
  Object.assign(problems, sentences);
}

/**
 * What one field was refused for, where it has no sentence of its own below: what forms find out by themselves. The
 * rest is in field-sentences.ts.
 */
const fields = {
  required: 'This field is required',
  'wrong-type': 'Invalid value',
  'too-short': 'This is too short',
  'too-long': 'This is too long',
  'invalid-email': 'Invalid email format',
  'invalid-phone': 'Invalid phone number format',
  'invalid-name': 'Use letters, spaces, hyphens, apostrophes and full stops only',
  'invalid-timezone': 'Invalid timezone',
  'invalid-code': 'Invalid code',
  'invalid-choice': 'Choose one of the options',
  'invalid-value': 'Invalid value',
  'password-spaces': 'The password must not begin or end with a space, or hold a line break',
  'wrong-word': 'Type the word exactly as shown',
  'too-many': 'These are too many',
} satisfies Partial<Record<FieldReason, string>>;

/** The reasons of fields whose sentences every page has. */
export type EarlyFieldReason = keyof typeof fields;

const knownFields: Partial<Record<string, string>> = fields;

/** Adds the sentences for the other reasons of fields. */
export function learnFieldSentences(
  sentences: Readonly<Record<Exclude<FieldReason, EarlyFieldReason>, string>>,
): void {
  Object.assign(knownFields, sentences);
}

/** Sentences of single fields: by the last part of the path, then by reason. */
const fieldsByName: Partial<Record<string, Partial<Record<string, string>>>> = {
  name: {
    required: 'Name is required',
    'too-short': 'Name must have at least 2 characters',
    'too-long': 'Name must have at most 100 characters',
  },
  email: { required: 'Email is required', 'too-long': 'Email must have at most 128 characters' },
  company: { 'too-long': 'Company must have at most 200 characters' },
  timezone: { required: 'Timezone is required' },
  code: { required: 'Code is required', 'invalid-code': 'Invalid code: check what you typed' },
  password: {
    required: 'Password is required',
    'too-short': 'Use at least 8 characters',
    'too-long': 'Use at most 128 characters',
  },
  currentPassword: { required: 'Current password is required' },
  newPassword: {
    required: 'New password is required',
    'too-short': 'Use at least 8 characters',
    'too-long': 'Use at most 128 characters',
  },
};

/** The sentence for a refused request. */
export function problemMessage({ reason }: Pick<Problem, 'reason'>): string {
  return problems[reason] ?? problems.unreadable;
}

/** The sentence for a refused field; a reason that the site does not know is an invalid value. */
export function fieldMessage(path: string, reason: string): string {
  return (
    fieldsByName[path.split('.').at(-1) ?? '']?.[reason] ?? knownFields[reason] ?? fields['invalid-value']
  );
}

/** The sentence for a 429 that says how long to wait. */
export function waitMessage(seconds: number): string {
  return `Too many attempts. You can try again in ${duration(seconds)}.`;
}

/** "45 seconds", "3 minutes" (rounded up). */
export function duration(seconds: number): string {
  const [value, unit] = seconds < 120 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Words that stand on several pages. */
export const texts = {
  optional: 'optional',
  showPassword: 'Show password',
  close: 'Close',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  retry: 'Try again',
  tryAgainIn: (clock: string): string => `Try again in ${clock}`,
  loading: 'Loading…',
  justNow: 'just now',
  toastSuccess: 'Success',
  toastError: 'Error',
  partFailed: 'This part of the page could not be loaded. Check your connection, then reload the page.',
};

export const tabLabels = {
  profile: 'Profile',
  notifications: 'Notifications',
  security: 'Security',
  integrations: 'Integrations',
  'danger-zone': 'Danger Zone',
};

/** Pages of the settings that are no tab. */
export const pageTitles: Partial<Record<string, string>> = {
  '/settings/company': 'Company',
  '/settings/ip-restrictions': 'IP restrictions',
  '/settings/audit-log': 'Audit log',
};

export const settings = {
  title: 'Settings',
  subtitle: 'Manage your account preferences and configurations',
  save: 'Save Changes',
  saving: 'Saving…',
  tabs: 'Settings sections',
  skip: 'Skip to content',
  offline: 'You are offline. What you type stays here; save it when you are back.',
};

export const header = {
  home: `${productName} settings`,
  account: 'Account menu',
  reload: 'Your account could not be loaded. Load it again',
  profile: 'Profile settings',
  signOut: 'Sign out',
  shortcuts: 'Keyboard shortcuts',
};
