/** How long an orderly end may take. */
const patienceMilliseconds = 5000;
/** One Ctrl-C arrives several times: from the terminal, and from each process in between that passes it on. */
const echoMilliseconds = 1000;

/** Lambda would replace an environment in which this happens; here it is told, and the stack goes on. */
function tellRejection(error: unknown): void {
  console.error('A promise was rejected and nobody listened:', error);
}

/**
 * Ends this process in order when it is told to by a signal, or when the process that started it, and said so in
 * LATCHKEY_PARENT_PID, is no more. Another signal a second later ends it at once.
 */
export function whenToldToStop(close: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const stop = (code: number) => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > echoMilliseconds) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    setTimeout(() => process.exit(1), patienceMilliseconds).unref();
    close().then(
      () => process.exit(code),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));
  process.on('unhandledRejection', tellRejection);

  const parent = process.ppid;
  if (process.env['LATCHKEY_PARENT_PID'] !== String(parent)) return;
  setInterval(() => {
    if (process.ppid !== parent) stop(1);
  }, 1000).unref();
}
