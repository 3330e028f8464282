import { twoFactorEnabled } from '#events/lifecycle/two-factor-enabled.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { reserveProof } from '#functions/shared/proof-throttle.ts';
import { recordRefusedProof } from '#functions/shared/refused-proof.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { rotateSession } from '#functions/shared/session/session-item.ts';
import { accessTokenOf } from '#functions/shared/two-factor/access-token.ts';
import { isAuthenticatorCode } from '#functions/shared/two-factor/prove-identity.ts';
import { newRecoveryCodes, putRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import { switchTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { TwoFactorDeps } from './deps.ts';

export interface ConfirmCommand {
  readonly auth: Authenticated;
  readonly code: string;
  readonly viewer: Viewer;
}

/**
 * Turns two-factor on with the first code of the enrolled authenticator, and gives the recovery codes. Cognito
 * verifies the code but asks for none yet; then our registry turns it on; then Cognito asks. Killed before the
 * registry's write nothing has changed; killed after it the next sign-in makes Cognito ask (`agreeWithRegistry`).
 */
export async function confirmAuthenticator(
  deps: TwoFactorDeps,
  { auth, code, viewer }: ConfirmCommand,
): Promise<Outcome<{ recoveryCodes: string[]; setCookie: string }>> {
  const { accountId, email, name, timezone, twoFactor } = auth.account;
  if (twoFactor !== null) return refuse(twoFactor.status === 'on' ? 'two-factor-on' : 'request-in-progress');
  const token = await accessTokenOf(deps.pool, auth);
  if (!token.ok) return token;
  const proof = await reserveProof(deps.table, { email, ip: viewer.ip }, deps.now());
  if (!proof.ok) return proof;
  if (!isAuthenticatorCode(code) || !(await deps.pool.verifyAuthenticator(token.accessToken, code))) {
    await recordRefusedProof(deps, proof, { email, viewer }, deps.now());
    return refuse('invalid-code');
  }
  await proof.halfSucceed();

  const now = deps.now();
  const table = deps.table.name;
  const recoveryCodes = newRecoveryCodes();
  const rotated = rotateSession(table, auth, {}, now);
  const lost = await commit(deps.table, [
    switchTwoFactorOn(table, accountId, now),
    putRecoveryCodes(table, accountId, recoveryCodes, now),
    ...rotated.items,
    recordEvent(table, twoFactorEnabled, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { email, name, timezone },
    }),
  ]);
  if (lost !== null) return refuse(lost.index === 0 ? 'two-factor-on' : 'session-rotated');
  // It is on by now. Failing would keep the new cookie and the codes from the person; the next sign-in makes up for it.
  await deps.pool.askForAuthenticator(accountId).catch(() => undefined);
  return { ok: true, recoveryCodes, setCookie: rotated.setCookie };
}
