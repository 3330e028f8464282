import type { Account } from '#functions/shared/account-item.ts';
import { isPast } from '#functions/shared/clock.ts';
import type { Profile } from './contract.ts';

export interface ProfileSettings {
  readonly emailChange: 'self-service' | 'support-only';
}

/** The profile document of an account; a pending address that has expired is no longer shown. */
export function profileOf(account: Account, settings: ProfileSettings, now: Date): Profile {
  const { name, email, company, phone, timezone, avatarUrl, pendingEmail, version } = account;
  const pending = pendingEmail !== null && !isPast(pendingEmail.expiresAt, now) ? pendingEmail.email : null;
  return {
    name,
    email,
    company,
    phone,
    timezone,
    avatarUrl,
    pendingEmail: pending,
    version,
    emailChange: settings.emailChange,
  };
}

/** The strong validator of a version (RFC 9110 §8.8.3). */
export function etagOf(version: number): string {
  return `"${String(version)}"`;
}

/** Tells whether `If-Match` lets a write of this version pass; absent or `*` lets any. */
export function matches(ifMatch: string | null, version: number): boolean {
  if (ifMatch === null) return true;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  return tags.includes('*') || tags.includes(etagOf(version));
}
