import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { clearedSessionCookie } from '#functions/shared/session/session-cookie.ts';
import * as contract from './contract.ts';
import { endOneSession, endOtherSessions, type EndSessionsDeps } from './end-sessions.ts';
import { getSession } from './get-session.ts';
import { listSessions } from './list-sessions.ts';
import { getSession as getSessionContract } from './session-contract.ts';
import { setSessionTimeout } from './set-session-timeout.ts';
import { stepUp, type StepUpDeps } from './step-up.ts';

/** The session operations that need the table alone. */
export function sessionReadOperations(deps: EndSessionsDeps): BoundOperation[] {
  return [
    bind(getSessionContract, async ({ auth }) => ({ ok: true, body: await getSession(deps, auth) })),
    bind(contract.listSessions, async ({ auth }) => ({ ok: true, body: await listSessions(deps, auth) })),
    bind(contract.endSession, async ({ auth, params, viewer }) => {
      const outcome = await endOneSession(deps, { auth, sessionId: params.id, viewer });
      if (!outcome.ok) return outcome;
      return { ok: true, ...(params.id === auth.session.id ? { cookies: [clearedSessionCookie] } : {}) };
    }),
    bind(contract.endOtherSessions, ({ auth, viewer }) => endOtherSessions(deps, { auth, viewer })),
    bind(contract.setSessionTimeout, ({ auth, body, viewer }) =>
      setSessionTimeout(deps, { auth, minutes: body.minutes, viewer }),
    ),
  ];
}

/** The session operations that ask Cognito for a proof. */
export function sessionProofOperations(deps: StepUpDeps): BoundOperation[] {
  return [
    bind(contract.stepUp, async ({ auth, body, viewer }) => {
      const outcome = await stepUp(deps, { auth, password: body.password, code: body.code ?? null, viewer });
      return outcome.ok
        ? { ok: true, body: { until: outcome.until }, cookies: [outcome.setCookie] }
        : outcome;
    }),
  ];
}
