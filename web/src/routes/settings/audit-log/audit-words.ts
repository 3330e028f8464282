import { wordsOf } from '#lib/log/log-texts.ts';
import type { AuditLine } from './audit-filter.ts';
import { auditTypes } from './audit-types.ts';

const titles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(auditTypes).flatMap((types) => Object.entries(types)),
);

/** The title of a line. A type that has none is named by its own words. */
export function titleOf(type: string): string {
  return titles[type.replace(/^latchkey\./, '')] ?? wordsOf(type);
}

const said = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const listed = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const methods: Readonly<Record<string, string>> = {
  password: 'with a password',
  totp: 'with an authenticator app',
  'recovery-code': 'with a recovery code',
  passkey: 'with a passkey',
};
const modes: Readonly<Record<string, string>> = { off: 'Off', monitor: 'Monitored', enforce: 'Enforced' };
const scopes: Readonly<Record<string, string>> = {
  all: 'for everything',
  sensitive: 'for what is sensitive',
};

/** What a line says beyond its title: whom, which one, how. Null where there is nothing. */
export function detailOf({ type, details }: Pick<AuditLine, 'type' | 'details'>): string | null {
  const { email, role, oldRole, companyName, oldName, provider, reason, method, by, at } = details;
  switch (type) {
    case 'latchkey.company.renamed':
      return `${said(oldName) ?? ''} → ${said(companyName) ?? ''}`;
    case 'latchkey.member.invited':
      return said(email) && `${said(email) ?? ''}, as ${said(role) ?? ''}`;
    case 'latchkey.member.invitation-revoked':
      return said(email);
    case 'latchkey.member.joined':
      return said(role) && `as ${said(role) ?? ''}`;
    case 'latchkey.member.role-changed':
      return `${said(oldRole) ?? ''} → ${said(role) ?? ''}`;
    case 'latchkey.session.started':
      return methods[said(method) ?? ''] ?? null;
    case 'latchkey.security.address-refused':
      return `by ${by === 'own' ? 'their own list' : 'the company’s list'}, ${at === 'sign-in' ? 'when signing in' : 'in a session'}`;
    case 'latchkey.company.ip-allowlist-changed':
    case 'latchkey.company.ip-enforcement-began':
    case 'latchkey.company.ip-enforcement-confirmed':
    case 'latchkey.company.ip-enforcement-reverted':
      return restrictionsOf(details);
    case 'latchkey.integration.tested':
      return `${said(provider) ?? ''}: ${details['ok'] === true ? 'works' : `failed (${said(reason) ?? ''})`}`;
    default:
      return said(provider);
  }
}

/** `Enforced for everything; 2 added: 10.0.0.0/8, 192.0.2.1` */
function restrictionsOf({ mode, scope, added, removed }: AuditLine['details']): string | null {
  const how = [modes[said(mode) ?? ''], scopes[said(scope) ?? '']].filter((part) => part !== undefined);
  return (
    [how.join(' '), entries('added', listed(added)), entries('removed', listed(removed))]
      .filter((part) => part !== '')
      .join('; ') || null
  );
}

/** The event itself names fifty at most; a line has room for a few. */
function entries(done: string, cidrs: readonly string[]): string {
  const rest = cidrs.length - 3;
  if (cidrs.length === 0) return '';
  return `${cidrs.length} ${done}: ${cidrs.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
