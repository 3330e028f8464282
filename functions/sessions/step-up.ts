import { identityProven } from '#events/lifecycle/identity-proven.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after, minutes } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { rotateSession } from '#functions/shared/session/session-item.ts';
import {
  proveIdentity,
  type ProveDeps,
  revokeSpareToken,
} from '#functions/shared/two-factor/prove-identity.ts';
import { useUpRecoveryCode } from '#functions/shared/two-factor/use-recovery-code.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

/** How long a step-up is good. */
const stepUpLife = 10 * minutes;

export type StepUpDeps = ProveDeps;

export interface StepUpCommand {
  readonly auth: Authenticated;
  readonly password: string;
  readonly code: string | null;
  readonly viewer: Viewer;
}

/**
 * Proves the person behind a session anew, with the password, and the second factor where one is on: good for ten
 * minutes, for this session only. The secret rotates with it, and the session holds the tokens of the new proof
 * instead of its own: so one that began with a recovery code, without any, comes to some.
 */
export async function stepUp(
  deps: StepUpDeps,
  command: StepUpCommand,
): Promise<Outcome<{ until: string; setCookie: string }>> {
  const { auth, password, code, viewer } = command;
  const { account, session } = auth;
  const proof = await proveIdentity(deps, { account, password, code, viewer });
  if (!proof.ok) return proof;

  const now = deps.now();
  const until = after(now, stepUpLife).toISOString();
  const { refreshToken } = proof;
  const changes = { stepUpUntil: until, ...(refreshToken === null ? {} : { refreshToken }) };
  const rotated = rotateSession(deps.table.name, auth, changes, now);
  const consumed =
    proof.recoveryCode === null
      ? []
      : useUpRecoveryCode(deps, account, proof.recoveryCode, { purpose: 'step-up', viewer });
  const lost = await commit(deps.table, [
    ...consumed,
    ...rotated.items,
    recordEvent(deps.table.name, identityProven, {
      id: deps.newId(),
      now,
      accountId: account.accountId,
      companyId: session.companyId,
      actor: { kind: 'account', accountId: account.accountId },
      origin: viewer,
      data: { sessionId: session.id },
    }),
  ]);
  // The code was used elsewhere between the look at it and its use: this try was a wrong one.
  if (lost !== null && lost.index < consumed.length) return refuse('invalid-code');
  await Promise.all([proof.succeed(), revokeSpareToken(deps.pool, auth, refreshToken, lost === null)]);
  return lost === null ? { ok: true, until, setCookie: rotated.setCookie } : refuse('session-rotated');
}
