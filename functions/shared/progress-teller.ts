import { type Now, seconds } from './clock.ts';

/**
 * Tells how far something is, at most once a second and never twice at a time: whoever works is not held up by it,
 * and a failure to tell is no failure of the work.
 */
export function progressTeller(now: Now, tell: (done: number) => Promise<void>) {
  let next = 0;
  let telling: Promise<void> | null = null;
  return {
    tell: (done: number): void => {
      if (telling !== null || now().getTime() < next) return;
      next = now().getTime() + 1 * seconds;
      telling = tell(done)
        .catch(() => undefined)
        .finally(() => {
          telling = null;
        });
    },
    /** Resolves when what is being told has been. */
    settled: async (): Promise<void> => {
      await telling;
    },
  };
}
