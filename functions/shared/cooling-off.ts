import type { Account } from './account-item.ts';
import { after, hours, isPast } from './clock.ts';

/** How long a new factor or address must stand before it counts in full. */
const coolingOff = 24 * hours;

/**
 * Until when a change of factors or of the address is too fresh to delete the account with; null when none is.
 * Whoever takes over a session or a mailbox changes these first (DESIGN section 4, "Email change").
 */
export function coolingOffUntil(
  account: Pick<Account, 'emailChangedAt' | 'factorsChangedAt'>,
  now: Date,
): string | null {
  const changes = [account.emailChangedAt, account.factorsChangedAt].filter((moment) => moment !== null);
  const latest = changes.toSorted().at(-1);
  if (latest === undefined) return null;
  const until = after(new Date(latest), coolingOff).toISOString();
  return isPast(until, now) ? null : until;
}

/**
 * Until when a factor must stay, because another one was added after it less than a day ago; null when it may go.
 * Whoever adds a factor of their own to a stolen session can't remove those of the owner before the owner has read
 * of it.
 */
export function guardedUntil(
  account: Pick<Account, 'factorAddedAt'>,
  factorSince: string,
  now: Date,
): string | null {
  const { factorAddedAt } = account;
  if (factorAddedAt === null || factorAddedAt <= factorSince) return null;
  const until = after(new Date(factorAddedAt), coolingOff).toISOString();
  return isPast(until, now) ? null : until;
}
