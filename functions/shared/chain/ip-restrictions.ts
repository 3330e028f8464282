import type { OperationContract } from '../contract.ts';
import { admit } from '../ip/admit.ts';
import type { SightingDeps } from '../ip/sightings.ts';
import { type ChainMiddleware, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

/** What the scope `sensitive` covers: what admins and owners do, and what wants a fresh proof. */
function isSensitive({ access, stepUp }: OperationContract): boolean {
  return access === 'admin' || access === 'owner' || stepUp === true;
}

/**
 * Refuses sessions from addresses that the person's own list or the company's does not allow. It decides on the
 * address that the edge attested and nothing else (incident 9). Public operations that begin a session decide for
 * themselves, once they know whose; signing out and break-glass stay reachable.
 */
export function ipRestrictions(deps: SightingDeps): ChainMiddleware {
  return {
    before: async ({ event }) => {
      const { auth, operation, viewer } = stateOf(event);
      if (auth === null) return undefined;
      const { account, company } = auth;
      const sensitive = isSensitive(operation.contract);
      const refusal = await admit(deps, { account, company, viewer, at: 'session', sensitive });
      return refusal === null ? undefined : problem(event, refusal);
    },
  };
}
