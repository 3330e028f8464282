import { twoFactorDisabled } from '#events/lifecycle/two-factor-disabled.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { guardedUntil } from '#functions/shared/cooling-off.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { rotateSession } from '#functions/shared/session/session-item.ts';
import { removeNow } from '#functions/shared/two-factor/finish-removal.ts';
import { proveIdentity, revokeSpareToken } from '#functions/shared/two-factor/prove-identity.ts';
import { deleteRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import { switchTwoFactorOff } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { TwoFactorDeps } from './deps.ts';

export interface DisableCommand {
  readonly auth: Authenticated;
  readonly password: string;
  readonly code: string;
  readonly viewer: Viewer;
}

/**
 * Turns two-factor off with the password and a code: the registry decides it, together with the end of the
 * recovery codes; then Cognito forgets the secret. Killed in between, the next sign-in or enrolment makes Cognito
 * agree. A factor added after this one, less than a day ago, can't do it (DESIGN "Email change").
 */
export async function disableTwoFactor(
  deps: TwoFactorDeps,
  { auth, password, code, viewer }: DisableCommand,
): Promise<Outcome<{ setCookie: string }>> {
  const { account } = auth;
  const { accountId, email, name, timezone, twoFactor } = account;
  if (twoFactor?.status !== 'on') return refuse('two-factor-off');
  if (guardedUntil(account, twoFactor.since, deps.now()) !== null) return refuse('factor-too-new');
  const proof = await proveIdentity(deps, { account, password, code, viewer });
  if (!proof.ok) return proof;

  const now = deps.now();
  const table = deps.table.name;
  const { refreshToken, recoveryCode } = proof;
  const rotated = rotateSession(table, auth, refreshToken === null ? {} : { refreshToken }, now);
  const lost = await commit(deps.table, [
    deleteRecoveryCodes(table, accountId, recoveryCode?.hash),
    switchTwoFactorOff(table, accountId, now),
    ...rotated.items,
    recordEvent(table, twoFactorDisabled, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { how: 'by-the-person', email, name, timezone },
    }),
  ]);
  const lostCode = recoveryCode !== null && lost?.index === 0;
  if (!lostCode)
    await Promise.all([proof.succeed(), revokeSpareToken(deps.pool, auth, refreshToken, lost === null)]);
  if (lost !== null) return lostBy(lost.index);
  // It is off by now. Failing would keep the new cookie from the person; the next sign-in makes up for it.
  await removeNow(deps, accountId, now.toISOString()).catch(() => undefined);
  return { ok: true, setCookie: rotated.setCookie };
}

function lostBy(index: number) {
  if (index === 0) return refuse('invalid-code');
  return refuse(index === 1 ? 'two-factor-off' : 'session-rotated');
}
