import type { Access } from '../contract.ts';
import type { Role } from '../fields.ts';
import { refuse } from '../outcome.ts';
import { type ChainMiddleware, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

const admitted: Record<Access, readonly Role[]> = {
  public: ['owner', 'admin', 'member'],
  session: ['owner', 'admin', 'member'],
  admin: ['owner', 'admin'],
  owner: ['owner'],
};

/** Refuses members whose role in the company of this session does not reach the operation. */
export function role(): ChainMiddleware {
  return {
    before: ({ event }) => {
      const { auth, operation } = stateOf(event);
      if (auth === null || admitted[operation.contract.access].includes(auth.membership.role))
        return undefined;
      return problem(event, refuse('forbidden'));
    },
  };
}
