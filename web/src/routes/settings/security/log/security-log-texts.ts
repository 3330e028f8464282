import { logTexts } from '#lib/log/log-texts.ts';
import type { LogKind, SecurityLine } from './security-filter.ts';

export const kindNames: Record<LogKind, string> = {
  'sign-in': 'Signing in',
  password: 'Password',
  factors: 'Two-factor and passkeys',
  sessions: 'Sessions',
  email: 'Email address',
  recovery: 'Recovery',
  support: 'Support',
  account: 'Account',
  other: 'Other',
};

/** Who acted, as their line says it. */
export function actorName(by: SecurityLine['by']): string {
  switch (by.kind) {
    case 'support':
      return logTexts.support(by.operator, by.reason);
    case 'self':
      return 'You';
    case 'member':
      return 'An administrator of your company';
    case 'anonymous':
      return logTexts.anonymous;
    case 'system':
      return logTexts.system;
  }
}
