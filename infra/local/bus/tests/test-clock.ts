/** A clock that stands still but for `advance`, in milliseconds; or, with `running`, one that goes as well. */
export function testClock({ running = false } = {}) {
  const listeners = new Set<() => void>();
  const start = Date.parse('2026-05-12T12:00:00Z');
  const begun = Date.now();
  let shift = 0;
  return {
    now: () => start + shift + (running ? Date.now() - begun : 0),
    onAdvance: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    advance: (milliseconds: number) => {
      shift += milliseconds;
      for (const listener of listeners) listener();
    },
  };
}
