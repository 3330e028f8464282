import type { Count } from '../receipt.ts';

/** What the items of an account are called in a preflight and on a receipt, by how their sort keys begin. */
const categories: readonly (readonly [prefix: string, category: string])[] = [
  ['ACCOUNT', 'profile'],
  ['SESSION#', 'sessions'],
  ['PASSKEY#', 'passkeys'],
  ['RECOVERY-CODES', 'recovery-codes'],
  ['BROWSER#', 'known-browsers'],
  ['IP-', 'ip-restrictions'],
  ['EMAIL-', 'address-changes'],
  ['JOB#', 'exports'],
  ['NOTIFICATION', 'notification-preferences'],
];

/** The category of an item below an account. What a later feature keeps there is counted, too. */
export function categoryOf(sortKey: string): string {
  return categories.find(([prefix]) => sortKey.startsWith(prefix))?.[1] ?? 'other-settings';
}

/** Counts by category, in the order in which they first came. */
export function tally(found: Iterable<string>): Count[] {
  const counts = new Map<string, number>();
  for (const category of found) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts].map(([category, count]) => ({ category, count }));
}

/** Adds counts up, category by category; those of nothing are left out. */
export function sumCounts(...lists: readonly (readonly Count[])[]): Count[] {
  const sums = new Map<string, number>();
  for (const { category, count } of lists.flat()) sums.set(category, (sums.get(category) ?? 0) + count);
  return [...sums].flatMap(([category, count]) => (count === 0 ? [] : { category, count }));
}
