/** Time that passes as soon as nothing is left to do but wait for it. In milliseconds. */
export function simulatedClock() {
  let now = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  const sleep = (milliseconds: number) =>
    new Promise<void>((wake) => {
      const at = now + milliseconds;
      let place = sleepers.length;
      while (place > 0 && (sleepers[place - 1]?.at ?? 0) > at) place -= 1;
      sleepers.splice(place, 0, { at, wake });
    });

  return {
    now: () => now,
    sleep,
    /** Runs something to its end; gives its result. */
    async run<T>(work: () => Promise<T>): Promise<T> {
      const state = { done: false };
      const result = work().finally(() => (state.done = true));
      // Whoever wants to know of it is told below.
      result.catch(() => undefined);
      for (;;) {
        await new Promise(setImmediate);
        if (state.done) return result;
        const next = sleepers.shift();
        if (next === undefined) throw new Error('It waits for something that will never come');
        now = Math.max(now, next.at);
        next.wake();
        while (sleepers[0]?.at === now) sleepers.shift()?.wake();
      }
    },
  };
}
export type SimulatedClock = ReturnType<typeof simulatedClock>;
