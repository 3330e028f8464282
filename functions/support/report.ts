import type { Account } from '#functions/shared/account-item.ts';
import type { Found } from './find-account.ts';
import type { AccountState } from './show-account.ts';

type Line = readonly [label: string, value: string];

/** Lines of two columns. */
function columns(lines: readonly Line[]): string {
  const width = Math.max(...lines.map(([label]) => label.length));
  return lines.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join('\n');
}

/** Who an account is. */
export function describeAccount({ accountId, email, name, state, createdAt }: Account): string {
  return columns([
    ['account', accountId],
    ['email', email],
    ['name', name],
    ['state', state],
    ['created', createdAt],
  ]);
}

/** A sign-up that waits for its confirmation. */
export function describePending({
  email,
  accountId,
  name,
  expiresAt,
}: NonNullable<Found['pending']>): string {
  return columns([
    ['email', email],
    ['name', name],
    ['user', accountId],
    ['state', `signing up, not confirmed; its code is good until ${expiresAt}`],
  ]);
}

/** The state of an account, for somebody who has to help its person. */
export function describeState(state: AccountState): string {
  const { account, throttle, recovery } = state;
  const wait = throttle.waitUntil === null ? '' : `, has to wait until ${throttle.waitUntil}`;
  const parts = [
    describeAccount(account),
    columns([
      ['two-factor', state.twoFactor ? `on, ${String(state.recoveryCodesLeft)} recovery codes left` : 'off'],
      ['recovery', recovery === null ? 'none' : `waits until ${recovery.endsAt}`],
      ['failed tries', `${String(throttle.failures)}${wait}`],
      [
        'idle timeout',
        account.sessionTimeoutMinutes === null ? 'never' : `${String(account.sessionTimeoutMinutes)} minutes`,
      ],
      ['email changed', account.emailChangedAt ?? 'never'],
      ['pending email', account.pendingEmail?.email ?? 'none'],
    ]),
    section(
      'companies',
      state.companies.map(({ id, name, role }) => [role, `${name} (${id})`]),
    ),
    section(
      'sessions',
      state.sessions.map(({ browser, os, lastSeenAt }) => [lastSeenAt, `${browser} on ${os}`]),
    ),
    section(
      'newest events',
      state.events.map(({ id, type, occurredAt, actor }) => [occurredAt, `${type} by ${actor}  ${id}`]),
    ),
  ];
  return parts.join('\n\n');
}

function section(title: string, lines: readonly Line[]): string {
  return lines.length === 0 ? `${title}: none` : `${title}:\n${columns(lines).replaceAll(/^/gm, '  ')}`;
}
