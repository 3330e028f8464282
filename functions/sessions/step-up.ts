import { identityProven } from '#events/lifecycle/identity-proven.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import { after, minutes, type Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { reserveProof } from '#functions/shared/proof-throttle.ts';
import { recordRefusedProof } from '#functions/shared/refused-proof.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { rotateSession } from '#functions/shared/session/session-item.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

/** How long a step-up is good. */
const stepUpLife = 10 * minutes;

export interface StepUpDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'provePassword' | 'revoke'>;
  readonly now: Now;
  readonly newId: () => string;
}

/**
 * Proves the person behind a session anew with the password: good for ten minutes, for this session only.
 * The secret rotates with it. Failures count together with those of signing in.
 */
export async function stepUp(
  deps: StepUpDeps,
  command: { auth: Authenticated; password: string; viewer: Viewer },
): Promise<Outcome<{ until: string; setCookie: string }>> {
  const { auth, viewer } = command;
  const { account, session } = auth;
  const who = { email: account.email, ip: viewer.ip };
  const proof = await reserveProof(deps.table, who, deps.now());
  if (!proof.ok) return proof;
  const proven = await deps.pool.provePassword(account.accountId, command.password);
  if (proven.outcome !== 'proven' || proven.accountId !== account.accountId) {
    await recordRefusedProof(deps, proof, { email: account.email, viewer }, deps.now());
    return refuse('invalid-credentials');
  }
  // Only the proof was wanted: the tokens it minted must not live.
  await Promise.all([proof.succeed(), deps.pool.revoke(proven.refreshToken)]);

  const now = deps.now();
  const until = after(now, stepUpLife).toISOString();
  const rotated = rotateSession(deps.table.name, auth, { stepUpUntil: until }, now);
  const lost = await commit(deps.table, [
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
  return lost === null ? { ok: true, until, setCookie: rotated.setCookie } : refuse('session-rotated');
}
