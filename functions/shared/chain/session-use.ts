import { after, isPast, type Now } from '../clock.ts';
import type { Table } from '../aws/table-client.ts';
import { touchMembership, visitInterval } from '../membership-visit.ts';
import type { Authenticated } from '../session/authenticate.ts';
import { touchInterval, touchSession } from '../session/session-item.ts';
import type { Viewer } from '../viewer.ts';
import { type ChainMiddleware, stateOf } from './request-state.ts';

/**
 * Notes that session and member are in use: at most once a minute, once an hour. It stands behind the refusals by
 * state and address: a stolen cookie that is kept out keeps no session alive, and shows no address as the person's.
 * Nor does a page that asks by itself whether there is something new: who has left it open is not at it.
 */
export function sessionUse(deps: { table: Table; now: Now }): ChainMiddleware {
  return {
    before: async ({ event }) => {
      const { auth, viewer, operation } = stateOf(event);
      if (auth !== null && operation.contract.unattended !== true)
        await noteUse(deps.table, auth, viewer, deps.now());
    },
  };
}

async function noteUse(table: Table, auth: Authenticated, viewer: Viewer, now: Date): Promise<void> {
  const { session: used, membership } = auth;
  const due = (last: string, interval: number) => isPast(after(new Date(last), interval).toISOString(), now);
  if (used.supersededUntil !== null || !due(used.lastSeenAt, touchInterval)) return;
  const unseen = membership.lastSeenAt === null || due(membership.lastSeenAt, visitInterval);
  await Promise.all([
    touchSession(table, auth, viewer, now),
    unseen ? touchMembership(table, membership, now) : null,
  ]);
}
