import { CallbackError, type DurableContext } from '@aws/durable-execution-sdk-js';
import { describeFault, type Logger } from '#functions/shared/logger.ts';
import type { Durable } from './durable.ts';

/** An erasure gives up on nothing: a step that failed is tried again, after a quarter of an hour at most. */
const retryStrategy = (_: Error, attempt: number) => ({
  shouldRetry: true,
  delay: { seconds: Math.min(2 ** Math.min(attempt, 10), 900) },
});

/** A durable execution of Lambda, as our workflows need it. */
export function durableOf(context: DurableContext, logger: Logger): Durable {
  const noted =
    <T, A extends unknown[]>(name: string, work: (...args: A) => Promise<T>) =>
    async (...args: A) => {
      try {
        return await work(...args);
      } catch (error) {
        // Step names hold ids of companies, never of people.
        logger.error('A step of an erasure failed', { operation: name, ...describeFault(error) });
        throw error;
      }
    };
  return {
    step: (name, work) =>
      context.step(
        name,
        noted(name, () => work()),
        { retryStrategy },
      ),
    wait: (name, seconds) => context.wait(name, { seconds }),
    ask: async (name, request, seconds) => {
      const submit = noted(name, (callbackId: string) => request(callbackId));
      try {
        await context.waitForCallback(name, (callbackId) => submit(callbackId), {
          timeout: { seconds },
          retryStrategy,
        });
        return true;
      } catch (error) {
        if (error instanceof CallbackError) return false;
        throw error;
      }
    },
    together: async (name, branches) => {
      const results = await context.parallel(
        name,
        branches.map((branch) => (child: DurableContext) => branch(durableOf(child, logger))),
      );
      results.throwIfError();
      return results.getResults();
    },
  };
}
