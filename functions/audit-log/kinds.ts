/** The kinds of lines by which the audit log is filtered. */
export const auditKinds = [
  'company',
  'members',
  'sign-in',
  'security',
  'ip-restrictions',
  'integrations',
  'other',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** By the middle part of an event's type: `latchkey.member.joined`. */
const kindsByArea: Readonly<Record<string, AuditKind>> = {
  company: 'company',
  notification: 'company',
  records: 'company',
  member: 'members',
  account: 'members',
  session: 'sign-in',
  password: 'security',
  passkey: 'security',
  recovery: 'security',
  security: 'security',
  'two-factor': 'security',
  ip: 'ip-restrictions',
  'ip-allowlist': 'ip-restrictions',
  'ip-restrictions': 'ip-restrictions',
  integration: 'integrations',
};

/** Types that their area would put elsewhere. */
const kindsByType: Readonly<Record<string, AuditKind>> = {
  'latchkey.security.address-refused': 'ip-restrictions',
};

/** The kind of line that an event is in a company's audit log; every event of the company is in it. */
export function auditKindOf(type: string): AuditKind {
  const own = type.startsWith('latchkey.company.ip-') ? 'ip-restrictions' : kindsByType[type];
  if (own !== undefined) return own;
  return kindsByArea[type.split('.')[1] ?? ''] ?? 'other';
}
