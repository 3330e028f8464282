import type { explainNotification } from '#functions/inbox/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';

export type Explained = OutputOf<typeof explainNotification>['channels'][number];

/** The words of "Why did I get this?". */
export const whyTexts = {
  about: (type: string): string => `“${type}”, by each way it could reach you`,
  failed: 'The reason could not be loaded',
  settings: 'Change what you are told',
  close: 'Close',
} as const;

export const channelNames = { 'in-app': 'Inbox', email: 'Email', push: 'Push', sms: 'SMS' } as const;

const rules: Readonly<Record<Explained['rule']['kind'], string>> = {
  impossible: 'This kind never comes this way.',
  mandatory: 'It always comes: nobody can turn it off.',
  lock: 'Set by your company for everybody.',
  master: 'You switched this channel as a whole.',
  user: 'Your own choice.',
  company: 'Your company’s default; you chose nothing else.',
  default: 'The usual setting; nobody chose anything else.',
};

/** Which rule decided: "Your own choice of 3 May 2026." */
export function ruleSentence({ kind, by, at }: Explained['rule'], day: (moment: string) => string): string {
  if (at === null) return rules[kind];
  const on = day(at);
  if (kind === 'user') return `Your own choice (${on}).`;
  if (kind === 'master') return `You switched this channel off as a whole (${on}).`;
  const whom = by ?? 'your company';
  if (kind === 'lock') return `Set for everybody by ${whom} (${on}).`;
  return kind === 'company' ? `Your company’s default, set by ${whom} (${on}).` : rules[kind];
}

const refusals: Readonly<Record<NonNullable<Explained['reason']>, string>> = {
  'not-offered': 'Not offered here',
  'no-text': 'This kind has nothing to say this way',
  'account-gone': 'The account was gone',
  'email-bounce': 'Not sent: mail to your address came back',
  'email-complaint': 'Not sent: mail to your address was marked as spam',
  'email-refused': 'The mail was not accepted',
  'no-browser': 'No browser was turned on for it and signed in',
  'push-refused': 'The push service of your browser did not accept it',
  'phone-not-confirmed': 'No phone number was confirmed',
  'sms-refused': 'Your phone number takes no messages from us',
};

/** What became of it on a channel. */
export function outcomeSentence(
  { outcome, at, reason, rule }: Explained,
  full: (moment: string) => string,
): string {
  switch (outcome) {
    case 'delivered':
      return 'Delivered';
    case 'off':
      return rule.kind === 'impossible' ? 'Not possible' : 'Switched off';
    case 'waiting':
      return at === null ? 'Waiting' : `Waiting until ${full(at)}`;
    case 'sending':
      return 'On its way';
    case 'refused':
      return reason === null ? 'Could not be delivered' : refusals[reason];
    case 'unknown':
      return 'Sent, but nobody confirmed it';
    case 'mailed-by-security':
      return 'Sent as a security mail';
  }
}
