import { sessionTimeoutChanged } from '#events/lifecycle/session-timeout-changed.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { setSessionTimeout as timeoutWrite } from '#functions/shared/account-writes.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { EndSessionsDeps } from './end-sessions.ts';

/** Sets after how many idle minutes the account's sessions end, from their next request on; null for never. */
export async function setSessionTimeout(
  deps: EndSessionsDeps,
  command: { auth: Authenticated; minutes: Account['sessionTimeoutMinutes']; viewer: Viewer },
): Promise<Outcome> {
  const { auth, minutes, viewer } = command;
  const { accountId, sessionTimeoutMinutes: earlier } = auth.account;
  if (minutes === earlier) return { ok: true };
  const gone = await commit(deps.table, [
    timeoutWrite(deps.table.name, accountId, minutes),
    recordEvent(deps.table.name, sessionTimeoutChanged, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      companyId: auth.session.companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { minutes, earlier },
    }),
  ]);
  return gone === null ? { ok: true } : refuse('unauthorized');
}
