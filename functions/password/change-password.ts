import { passwordChanged } from '#events/lifecycle/password-changed.ts';
import { endAllSessions } from '#functions/shared/account-writes.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse, refuseField, type Refusal } from '#functions/shared/outcome.ts';
import { passwordFault } from '#functions/shared/password-rules.ts';
import { reserveProof } from '#functions/shared/proof-throttle.ts';
import { recordRefusedProof } from '#functions/shared/refused-proof.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { keepSession, rotateSession } from '#functions/shared/session/session-item.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

export interface ChangePasswordDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'provePassword' | 'revoke' | 'setPassword'>;
  readonly now: Now;
  readonly newId: () => string;
  readonly passwordComposition: boolean;
}

export interface ChangePasswordCommand {
  readonly auth: Authenticated;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly signOutOthers: boolean;
  readonly viewer: Viewer;
}

/**
 * Changes the password of a signed-in person who knows the current one. The record, and with it the end of the
 * other sessions, is written before Cognito takes the new password, and the own secret rotates last. Killed in
 * between, there may be a notice of a change that did not come about, and the same request again makes it; there is
 * never a change without its notice, nor one that left the others signed in.
 *
 * Cognito's ChangePassword would check and set at once, but allows five tries an hour, right ones too, and needs an
 * access token, which not every session has. So it is set by IAM, after a proof that we count ourselves.
 */
export async function changePassword(
  deps: ChangePasswordDeps,
  command: ChangePasswordCommand,
): Promise<Outcome<{ setCookie: string | null }>> {
  const { auth, newPassword } = command;
  const { account, session, cookie } = auth;
  const fault = await passwordFault(newPassword, account, { composition: deps.passwordComposition });
  if (fault !== null) return refuseField('newPassword', fault);
  if (newPassword === command.currentPassword) return refuseField('newPassword', 'password-unchanged');
  const refusal = await proveCurrent(deps, command);
  if (refusal !== null) return refusal;

  const now = deps.now();
  if (!(await recordChange(deps, command, now))) return refuse('session-rotated');
  await deps.pool.setPassword(account.accountId, newPassword);
  const kept = { cookie, session: { ...session, validSince: now.toISOString() } };
  const rotated = rotateSession(deps.table.name, kept, {}, deps.now());
  const lost = await commit(deps.table, rotated.items);
  // Lost to another tab, whose answer has brought the browser a newer secret already.
  return { ok: true, setCookie: lost === null ? rotated.setCookie : null };
}

/** Counts together with every other proof. A right password alone never clears what second factors failed. */
async function proveCurrent(
  deps: ChangePasswordDeps,
  { auth: { account }, currentPassword, viewer }: ChangePasswordCommand,
): Promise<Refusal | null> {
  const { accountId, email } = account;
  const proof = await reserveProof(deps.table, { email, ip: viewer.ip }, deps.now());
  if (!proof.ok) return proof;
  const answer = await deps.pool.provePassword(accountId, currentPassword);
  const isRight = answer.outcome === 'proven' || answer.outcome === 'challenged';
  if (!isRight || answer.accountId !== accountId) {
    await recordRefusedProof(deps, proof, { email, viewer }, deps.now());
    return refuse('invalid-credentials');
  }
  // Only the proof was wanted: the tokens it minted must not live.
  const spare = answer.outcome === 'proven' ? deps.pool.revoke(answer.refreshToken) : null;
  await Promise.all([isTwoFactorOn(account) ? proof.halfSucceed() : proof.succeed(), spare]);
  return null;
}

async function recordChange(
  deps: ChangePasswordDeps,
  { auth, signOutOthers, viewer }: ChangePasswordCommand,
  now: Date,
): Promise<boolean> {
  const { accountId, email, name, timezone } = auth.account;
  const table = deps.table.name;
  const replaced = await commit(deps.table, [
    keepSession(table, auth, now),
    ...(signOutOthers ? [endAllSessions(table, accountId, now)] : []),
    recordEvent(table, passwordChanged, {
      id: deps.newId(),
      now,
      accountId,
      companyId: auth.session.companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { othersEnded: signOutOthers, email, name, timezone },
    }),
  ]);
  return replaced === null;
}
