import type { Table } from '../aws/table-client.ts';
import { after, isPast, type Now } from '../clock.ts';
import { refuse } from '../outcome.ts';
import { authenticate } from '../session/authenticate.ts';
import { clearedSessionCookie, readSessionCookie } from '../session/session-cookie.ts';
import { touchInterval, touchSession } from '../session/session-item.ts';
import { type ChainMiddleware, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

/**
 * Authenticates every operation that is not public, in one round trip. A cookie that opens nothing is taken
 * away with the refusal, so that the browser stops sending it.
 */
export function session(table: Table, now: Now): ChainMiddleware {
  return {
    before: async ({ event }) => {
      const state = stateOf(event);
      if (state.operation.contract.access === 'public') return undefined;
      const cookie = readSessionCookie(event.cookies);
      if (cookie === null) return problem(event, refuse('unauthorized'));
      const moment = now();
      const auth = await authenticate(table, cookie, moment);
      if (auth === null)
        return { ...problem(event, refuse('unauthorized')), cookies: [clearedSessionCookie] };
      state.auth = auth;
      const lastSeen = new Date(auth.session.lastSeenAt);
      const dueForTouch = isPast(after(lastSeen, touchInterval).toISOString(), moment);
      if (dueForTouch && auth.session.supersededUntil === null) {
        await touchSession(table, auth, state.viewer, moment);
      }
      return undefined;
    },
  };
}
