import { refuse } from '../outcome.ts';
import { type ChainMiddleware, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

/**
 * Refuses accounts that are disabled, and those waiting for their deletion, except where an operation
 * declares that it serves them too (who am I, sign out; later cancel and export).
 */
export function accountState(): ChainMiddleware {
  return {
    before: ({ event }) => {
      const { auth, operation } = stateOf(event);
      if (auth === null) return undefined;
      if (auth.account.state === 'disabled') return problem(event, refuse('account-disabled'));
      if (auth.account.state === 'deletion-pending' && operation.contract.duringDeletion !== true) {
        return problem(event, refuse('deletion-pending'));
      }
      return undefined;
    },
  };
}
