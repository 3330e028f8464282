import type { ItemChange } from './stream-record.ts';
import { isChange } from './stream-record.ts';
import type { ShardBatch } from './stream-reader.ts';

export interface StreamPollerOptions {
  readonly read: (signal: AbortSignal) => Promise<ShardBatch[]>;
  /** Deals with changes, in order, and resolves when they need not come again. Rejects only after the signal. */
  readonly deliver: (changes: readonly ItemChange[], signal: AbortSignal) => Promise<void>;
}

export interface StreamPoller {
  /** Looks at once: for whoever knows that something was written. */
  wake(): void;
  /** Resolves when everything that was in the stream at the call is dealt with. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds between two looks: short while something happens, then longer and longer. */
const shortest = 25;
const longest = 250;
/** Milliseconds to the next look when the last one failed. */
const afterFailure = 500;

/** Reads a stream for as long as it isn't closed. */
export function startStreamPoller({ read, deliver }: StreamPollerOptions): StreamPoller {
  const abort = new AbortController();
  const { signal } = abort;
  const isClosed = () => signal.aborted;
  let wake: () => void = () => undefined;
  let wanted = false;
  const waiting: (() => void)[] = [];

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wanted ? 0 : milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** One look. Tells whether there was anything. */
  const look = async (): Promise<boolean> => {
    const asked = waiting.length;
    wanted = false;
    const batches = await read(signal);
    for (const batch of batches) {
      await deliver(batch.changes.filter(isChange), signal);
      batch.done();
    }
    if (batches.length === 0) for (const resolve of waiting.splice(0, asked)) resolve();
    return batches.length > 0;
  };

  const run = async () => {
    let interval = shortest;
    let failing = false;
    while (!isClosed()) {
      try {
        const found = await look();
        interval = found ? 0 : Math.min(Math.max(interval, shortest) * 1.25, longest);
        failing = false;
      } catch (error) {
        if (isClosed()) break;
        if (!failing) console.error("The table's stream can't be read; trying on:", error);
        failing = true;
        interval = afterFailure;
      }
      await pause(interval);
    }
    for (const resolve of waiting) resolve();
  };
  const ended = run();

  const wakeUp = () => {
    wanted = true;
    wake();
  };
  return {
    wake: wakeUp,
    caughtUp: () =>
      new Promise((resolve) => {
        if (isClosed()) resolve();
        waiting.push(resolve);
        wakeUp();
      }),
    close: async () => {
      abort.abort();
      wakeUp();
      await ended;
    },
  };
}
