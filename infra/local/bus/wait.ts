import type { Clock } from '../clock.ts';

/** Sleeps until so much time has passed on a clock that may be moved forward, or until the signal. */
export async function wait(
  milliseconds: number,
  clock: Pick<Clock, 'now' | 'onAdvance'>,
  signal: AbortSignal,
): Promise<void> {
  const end = clock.now() + milliseconds;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const wake = () => resolve(undefined);
  const timer = setTimeout(wake, milliseconds);
  const stopListening = clock.onAdvance(() => {
    if (clock.now() >= end) wake();
  });
  signal.addEventListener('abort', wake, { once: true });
  if (signal.aborted) wake();
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    stopListening();
    signal.removeEventListener('abort', wake);
  }
}
