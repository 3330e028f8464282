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
