import { refuse } from '../outcome.ts';
import { type LiveSession, readSession } from '../session/authenticate.ts';
import { leaveLostCompany } from '../session/change-company.ts';
import type { CompanyToOpenDeps } from '../session/company-to-open.ts';
import { clearedSessionCookie, readSessionCookie } from '../session/session-cookie.ts';
import type { Viewer } from '../viewer.ts';
import { type ApiEvent, type ApiResponse, type ChainMiddleware, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

/**
 * Authenticates every operation that is not public, in one round trip. A cookie that opens nothing is taken
 * away with the refusal, so that the browser stops sending it.
 */
export function session(deps: CompanyToOpenDeps): ChainMiddleware {
  return {
    before: async ({ event }) => {
      const state = stateOf(event);
      const { access, whileIdle = false } = state.operation.contract;
      if (access === 'public') return undefined;
      const cookie = readSessionCookie(event.cookies);
      if (cookie === null) return problem(event, refuse('unauthorized'));
      const live = await readSession(deps.table, cookie, deps.now(), { whileIdle });
      if (live === null)
        return { ...problem(event, refuse('unauthorized')), cookies: [clearedSessionCookie] };
      const { place, ...held } = live;
      // To go on in another company is to use the session: not where nobody may be there.
      if (place === null && whileIdle) return problem(event, refuse('membership-ended'));
      if (place === null) return withoutCompany(deps, event, held, state.viewer);
      state.auth = { ...held, ...place };
      return undefined;
    },
  };
}

/**
 * Refuses the request of somebody who was removed from the session's company, or whose company is gone. The
 * session goes on in another company with the cookie of this answer: their account is theirs all the same.
 */
async function withoutCompany(
  deps: CompanyToOpenDeps,
  event: ApiEvent,
  held: LiveSession,
  viewer: Viewer,
): Promise<ApiResponse> {
  if (held.account.state === 'disabled') return problem(event, refuse('account-disabled'));
  const left = await leaveLostCompany(deps, held, viewer);
  if (!left.ok) return problem(event, left);
  const refused = problem(event, refuse('membership-ended'));
  return left.setCookie === null ? refused : { ...refused, cookies: [left.setCookie] };
}
