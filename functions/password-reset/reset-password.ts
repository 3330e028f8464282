import { passwordReset } from '#events/lifecycle/password-reset.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { endAllSessions } from '#functions/shared/account-writes.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { isPast } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { codeMatches } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse, refuseField, type Refusal } from '#functions/shared/outcome.ts';
import { passwordFault } from '#functions/shared/password-rules.ts';
import { emailSubject, forgiveAll } from '#functions/shared/throttle-item.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { PasswordResetDeps } from './deps.ts';
import { consumePasswordReset, countTry, readPasswordReset } from '#functions/shared/password-reset-item.ts';

export interface ResetPasswordCommand {
  readonly email: string;
  readonly code: string;
  readonly newPassword: string;
  readonly viewer: Viewer;
}

/**
 * Sets a new password with the mailed code and ends every session (Strapi CVE-2026-22706). Two-factor stays
 * on. Sessions end before the password changes and again with the code's use, so that a crash in between
 * leaves nobody signed in by the old one; following the link again finishes.
 */
export async function resetPassword(
  deps: PasswordResetDeps,
  command: ResetPasswordCommand,
): Promise<Outcome> {
  const proven = await proveCode(deps, command);
  if (!proven.ok) return proven;
  const { account, eventId } = proven;
  const fault = await passwordFault(command.newPassword, account, { composition: deps.passwordComposition });
  if (fault !== null) return refuseField('newPassword', fault);

  const table = deps.table.name;
  await commit(deps.table, [endAllSessions(table, account.accountId, deps.now())]);
  await deps.pool.setPassword(account.accountId, command.newPassword);
  await deps.pool.signOutEverywhere(account.accountId);
  const now = deps.now();
  const lost = await commit(deps.table, [
    consumePasswordReset(table, command.email, eventId),
    endAllSessions(table, account.accountId, now),
    recordEvent(table, passwordReset, {
      id: deps.newId(),
      now,
      accountId: account.accountId,
      actor: { kind: 'account', accountId: account.accountId },
      origin: command.viewer,
      data: { email: account.email, name: account.name, timezone: account.timezone },
    }),
  ]);
  if (lost !== null) return refuse('code-expired');
  // With two-factor on the mailbox is half a proof: it must not buy ten more guesses at the code (Microsoft 2024).
  if (!isTwoFactorOn(account)) await forgiveAll(deps.table, emailSubject(account.email));
  return { ok: true };
}

/** Checks the code; an unknown address and a wrong code are refused alike. */
async function proveCode(
  deps: PasswordResetDeps,
  { email, code }: ResetPasswordCommand,
): Promise<{ ok: true; account: Account; eventId: string } | Refusal> {
  const waiting = await readPasswordReset(deps.table, email);
  if (waiting === null) return refuse('invalid-code');
  if (!(await countTry(deps.table, email, waiting.eventId))) return refuse('code-expired');
  const secrets = await deps.readCodeSecret();
  const { accountId, eventId } = waiting;
  if (accountId === null || !codeMatches(secrets, 'password-reset', eventId, code))
    return refuse('invalid-code');
  if (isPast(waiting.expiresAt, deps.now())) return refuse('code-expired');
  const account = await readAccount(deps.table, accountId);
  // The address may have moved on since the mail was sent, or the account is being erased.
  return account?.email === email && account.state !== 'disabled'
    ? { ok: true, account, eventId }
    : refuse('code-expired');
}
