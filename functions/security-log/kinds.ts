/** The kinds of lines by which the security log is filtered. */
export const logKinds = [
  'sign-in',
  'password',
  'factors',
  'sessions',
  'email',
  'recovery',
  'support',
  'account',
  'other',
] as const;
export type LogKind = (typeof logKinds)[number];

/** By the middle part of an event's type: `latchkey.two-factor.enabled`. */
const kindsByArea: Readonly<Record<string, LogKind>> = {
  account: 'account',
  deletion: 'account',
  export: 'account',
  phone: 'account',
  push: 'account',
  email: 'email',
  password: 'password',
  passkey: 'factors',
  'two-factor': 'factors',
  recovery: 'recovery',
  security: 'sign-in',
  session: 'sessions',
  support: 'support',
};

/** Types that their area would put elsewhere. */
const kindsByType: Readonly<Record<string, LogKind>> = {
  'latchkey.session.started': 'sign-in',
  'latchkey.two-factor.recovery-code-used': 'recovery',
};

/** What does not concern the security of the account; a company's own doings stand in its audit log. */
const leftOut = new Set(['profile', 'company', 'notification', 'preferences', 'integration', 'records']);

/**
 * The kind of line that an event is in the security log, or null when it is none. A type that is not thought of
 * here is shown: a line too many beats one that is missed.
 */
export function kindOf(type: string): LogKind | null {
  const area = type.split('.')[1] ?? '';
  if (leftOut.has(area)) return null;
  return kindsByType[type] ?? kindsByArea[area] ?? 'other';
}
