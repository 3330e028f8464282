import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { listLiveSessions } from '#functions/shared/session/session-list.ts';
import type { listSessions as contract } from './contract.ts';

/** The account's live sessions, the current one first, then the last seen; each once, whatever secrets it has had. */
export async function listSessions(
  deps: { table: Table; now: Now },
  { account, session: own }: Authenticated,
): Promise<OutputOf<typeof contract>> {
  const live = await listLiveSessions(deps.table, account, deps.now());
  const current = live.filter(({ session }) => session.supersededUntil === null);
  const sessions = current.map(({ session: { id, browser, os, device, ip, createdAt, lastSeenAt } }) => ({
    id,
    current: id === own.id,
    browser,
    os,
    device,
    ip,
    createdAt,
    lastSeenAt,
  }));
  const rank = (one: (typeof sessions)[number]) => (one.current ? `~${one.lastSeenAt}` : one.lastSeenAt);
  return {
    sessions: sessions.sort((a, b) => (rank(a) < rank(b) ? 1 : -1)),
    timeoutMinutes: account.sessionTimeoutMinutes,
  };
}
