/** What a log line may carry: never a body, an address, a token or a code (ASVS 16.2.5). */
export interface LogFields {
  readonly accountId?: string;
  readonly requestId?: string;
  readonly eventId?: string;
  readonly reason?: string;
  readonly operation?: string;
  readonly status?: number;
  readonly milliseconds?: number;
  /** The end of a log's chain, which says nothing of whose it is. */
  readonly head?: string;
  /** The class of a fault (`TimeoutError`), not its message, which may quote input. */
  readonly fault?: string;
  readonly stack?: string;
}

export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Writes one JSON object a line, as CloudWatch Logs reads them. */
export function jsonLogger(
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Logger {
  const log = (level: string) => (message: string, fields?: LogFields) => {
    write(JSON.stringify({ level, message, ...fields }));
  };
  return { info: log('info'), warn: log('warn'), error: log('error') };
}

/** What a log may say of a fault: its class and where it came from, without the message. */
export function describeFault(error: unknown): Pick<LogFields, 'fault' | 'stack'> {
  if (!(error instanceof Error)) return { fault: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { fault: error.name, stack: frames.slice(0, 8).join('\n') };
}
