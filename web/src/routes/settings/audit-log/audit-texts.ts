import { logTexts } from '#lib/log/log-texts.ts';
import type { AuditKind, AuditLine, Person } from './audit-filter.ts';

/** The words of the audit log. */
export const auditTexts = {
  actor: 'Done by',
  anybody: 'Anybody',
  allOf: (kind: string): string => `${kind}: everything`,
  about: (name: string): string => `About ${name}`,
  former: 'Somebody who is no member any more',
};

export const kindNames: Record<AuditKind, string> = {
  company: 'Company',
  members: 'Members',
  'sign-in': 'Signing in',
  security: 'Security of accounts',
  'ip-restrictions': 'IP restrictions',
  integrations: 'Integrations',
  other: 'Other',
};

export function nameOf({ name, email }: Person): string {
  return name ?? email ?? auditTexts.former;
}

/** Who acted, and whom it was about where that is somebody else. */
export function peopleOf({ by, about }: Pick<AuditLine, 'by' | 'about'>): string[] {
  switch (by.kind) {
    case 'account':
      return by.id === about.id ? [nameOf(by)] : [nameOf(by), auditTexts.about(nameOf(about))];
    case 'support':
      return [logTexts.support(by.operator, by.reason), auditTexts.about(nameOf(about))];
    case 'anonymous':
      return [logTexts.anonymous, auditTexts.about(nameOf(about))];
    case 'system':
      return [logTexts.system];
  }
}
