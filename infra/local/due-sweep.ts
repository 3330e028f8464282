import type { Clock } from './clock.ts';

/** EventBridge's schedule deploys the same rate. */
const sweepEveryMilliseconds = 60_000;

export interface DueSweep {
  /** Resolves when the sweeps begun so far have ended. */
  idle(): Promise<void>;
  /** Begins nothing new, and resolves when the sweep under way has ended. */
  close(): Promise<void>;
}

/**
 * Runs the sweep function every minute and after each advance of the clock, one run at a time; an advance during a
 * run begins another one after it.
 */
export function startDueSweep(
  sweep: () => Promise<unknown>,
  clock: Pick<Clock, 'onAdvance'>,
  everyMilliseconds = sweepEveryMilliseconds,
): DueSweep {
  let last = Promise.resolve();
  const run = () => {
    last = last.then(sweep).then(
      () => undefined,
      // A part is down; what is due waits for the next run.
      (error: unknown) => console.error('The sweep failed:', error),
    );
  };
  const timer = setInterval(run, everyMilliseconds);
  const leave = clock.onAdvance(run);
  run();
  return {
    idle: () => last,
    close: async () => {
      clearInterval(timer);
      leave();
      await last;
    },
  };
}
