import { sessionEnded } from '#events/lifecycle/session-ended.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import { readSession } from '#functions/shared/session/authenticate.ts';
import type { SessionCookie } from '#functions/shared/session/session-cookie.ts';
import { endSession, heldToken } from '#functions/shared/session/session-item.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

export interface SignOutDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'revoke'>;
  readonly now: Now;
  readonly newId: () => string;
}

/**
 * Ends the session of a cookie. Without one, or with one that opens nothing, there is nothing to end and it
 * succeeds. Our registry decides; Cognito's token is revoked after it, and dies unread if that fails.
 */
export async function signOut(
  deps: SignOutDeps,
  command: { cookie: SessionCookie | null; viewer: Viewer },
): Promise<Outcome> {
  const { cookie, viewer } = command;
  const now = deps.now();
  const held = cookie === null ? null : await readSession(deps.table, cookie, now);
  if (cookie === null || held === null) return { ok: true };
  const { session } = held;
  await commit(deps.table, [
    endSession(deps.table.name, cookie),
    recordEvent(deps.table.name, sessionEnded, {
      id: deps.newId(),
      now,
      accountId: session.accountId,
      companyId: session.companyId,
      actor: { kind: 'account', accountId: session.accountId },
      origin: viewer,
      data: { sessionId: session.id, how: 'signed-out' },
    }),
  ]);
  const token = heldToken(held);
  // The only readable copy of the token went with the item: a failed revocation leaves nothing to use.
  if (token !== null) await deps.pool.revoke(token).catch(() => undefined);
  return { ok: true };
}
