import { isPast, type Now } from '../clock.ts';
import { refuse } from '../outcome.ts';
import { type ChainMiddleware, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

/** Refuses sensitive operations unless this session proved the person's identity within ten minutes (ASVS 7.5.1). */
export function stepUp(now: Now): ChainMiddleware {
  return {
    before: ({ event }) => {
      const { auth, operation } = stateOf(event);
      if (operation.contract.stepUp !== true) return undefined;
      const until = auth?.session.stepUpUntil ?? null;
      return until !== null && !isPast(until, now()) ? undefined : problem(event, refuse('step-up-required'));
    },
  };
}
