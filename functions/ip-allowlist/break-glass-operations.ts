import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { breakGlass, type BreakGlassDeps } from './break-glass.ts';
import { breakGlass as breakGlassContract } from './break-glass-contract.ts';

/** The operation of IP restrictions that asks Cognito for proofs. */
export function breakGlassOperations(deps: BreakGlassDeps): BoundOperation[] {
  return [
    bind(breakGlassContract, async ({ body, viewer, event }) => {
      const { email = null, password, code, recoveryCode } = body;
      const cookie = readSessionCookie(event.cookies);
      const outcome = await breakGlass(deps, { email, cookie, password, code, recoveryCode, viewer });
      return outcome.ok ? { ok: true, body: { until: outcome.until } } : outcome;
    }),
  ];
}
