import type { OperationContract } from '#functions/shared/contract.ts';
import type { Problem } from './problem.ts';
import { request, type Outcome, type RequestOptions, type Transport } from './request.ts';

/** What the client needs of the page to get past a refusal. */
export interface Surroundings {
  readonly transport: Transport;
  /** Asks for the password; resolves to whether it was proven. */
  readonly stepUp: () => Promise<boolean>;
  /** The session is gone: resolves to whether there is a new one to go on with. */
  readonly signedOut: () => Promise<boolean>;
  /** The account waits for its deletion: the page turns to what is left to do. */
  readonly deletionPending: () => void;
  /** The network address is not allowed: the page explains it, wherever it came up. */
  readonly refused: (problem: Problem) => void;
}

export interface Behaviour {
  /** `recover` (default): asks or leads to the sign-in page. `return`: the caller wants to know. */
  readonly onUnauthorized?: 'recover' | 'return';
  /** `explain` (default): the page says that the address is not allowed. `return`: the caller does. */
  readonly onRefused?: 'explain' | 'return';
}

export type Call = <const C extends OperationContract>(
  contract: C,
  options: RequestOptions<C>,
  behaviour?: Behaviour,
) => Promise<Outcome<C>>;

/**
 * The site's one way to the API. Repeats a request by itself, once per cause, when the session was rotated under
 * it, when it needed a fresh proof and got one, and when somebody signed in again meanwhile.
 */
export function createCall(surroundings: Surroundings): Call {
  const { transport, stepUp, signedOut, deletionPending, refused } = surroundings;
  return async (contract, options, behaviour = {}) => {
    // One key for all repeats: they are one intention.
    const sent = { idempotencyKey: crypto.randomUUID(), ...options };
    const tried = new Set<string>();
    for (;;) {
      const outcome = await request(transport, contract, sent);
      if (outcome.ok || tried.has(outcome.problem.reason)) return outcome;
      if (outcome.problem.refusedBy !== null && behaviour.onRefused !== 'return') refused(outcome.problem);
      tried.add(outcome.problem.reason);
      if (!(await recovers(outcome.problem.reason))) return outcome;
    }

    async function recovers(reason: string): Promise<boolean> {
      if (reason === 'session-rotated') return true;
      if (reason === 'deletion-pending') deletionPending();
      // The second one: a proof by recovery code was fresh enough, but Cognito gives tokens for the authenticator only.
      if (reason === 'step-up-required' || reason === 'authenticator-required') return stepUp();
      const ended = reason === 'unauthorized' && contract.access !== 'public';
      return ended && behaviour.onUnauthorized !== 'return' ? signedOut() : false;
    }
  };
}
