import type { getReceipt } from '#functions/receipts/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';

export type Receipt = OutputOf<typeof getReceipt>;
type Store = Receipt['stores'][number];
export type Count = Store['deleted'][number];
export type Retention = Store['kept'][number];

/** The words for what an erasure deletes and keeps, on every page that tells of one. */

/** By category, as the API names it; what a product adds has its own name, made readable. */
const categories: Partial<Record<string, string>> = {
  account: 'Your account',
  profile: 'Profile and photo',
  sessions: 'Sessions',
  passkeys: 'Passkeys',
  'recovery-codes': 'Recovery codes',
  'known-browsers': 'Known browsers',
  'ip-restrictions': 'IP restrictions',
  'address-changes': 'Changes of address',
  factors: 'Sign-in methods',
  memberships: 'Memberships',
  companies: 'Companies',
  invitations: 'Invitations',
  preferences: 'Preferences',
  'notification-preferences': 'Notification preferences',
  'push-subscriptions': 'Push subscriptions',
  notifications: 'Notifications',
  'other-settings': 'Other settings',
  'security-log': 'Security log',
  'audit-log': 'Your lines in logs of companies',
  exports: 'Exports',
  integrations: 'Telephony credentials',
  'call-logs': 'Call logs',
  transcripts: 'Transcripts',
  recordings: 'Recordings',
  feedback: 'Feedback',
  analytics: 'Analytics',
  'post-call-analyses': 'Post-call analyses',
  agents: 'Agents',
  'phone-numbers': 'Phone numbers',
  'api-keys': 'API keys',
  'billing-records': 'Billing records',
  statistics: 'Usage statistics',
  'usage-statistics': 'Usage statistics',
};

/** `call-logs` as a person reads it. */
export function categoryName(category: string): string {
  return categories[category] ?? humanised(category);
}

/** By store, as receipts name it. */
const stores: Partial<Record<string, string>> = {
  identity: 'Sign-in (passwords and factors)',
  account: 'Account',
  company: 'Companies',
  companies: 'Companies',
  records: 'Calls and what was made of them',
  archive: 'Archive',
  statistics: 'Statistics',
  photos: 'Photos',
  exports: 'Exports',
};

export function storeName(store: string): string {
  return stores[store] ?? humanised(store);
}

function humanised(code: string): string {
  return capitalised(code.replaceAll(/[-_.]+/g, ' ').trim());
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const grounds: Record<Retention['ground'], string> = {
  'legal-obligation': 'the law asks for it',
  'rights-of-others': 'others rely on it',
  'not-included': 'stays as it is',
  anonymous: 'nothing in it is about you',
  backup: 'copies that run out by themselves',
};

/** Why something is kept and how long: `The law asks for it, until 12 May 2033, with names replaced`. */
export function retentionText(
  { ground, until, pseudonymised }: Retention,
  day: (moment: string) => string,
): string {
  const parts = [
    grounds[ground],
    ...end({ ground, until }, day),
    ...(pseudonymised ? ['with names replaced'] : []),
  ];
  return capitalised(parts.join(', '));
}

/** What is anonymous stays for good; of the rest a plan may not know the day yet, which its receipt will. */
function end(
  { ground, until }: Pick<Retention, 'ground' | 'until'>,
  day: (moment: string) => string,
): string[] {
  if (until !== null) return [`until ${day(until)}`];
  if (ground === 'not-included') return [];
  return [ground === 'anonymous' ? 'for good' : 'for as long as the receipt will say'];
}
