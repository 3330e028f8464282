/** The part of an SDK client's middleware that a kill needs. */
interface Killable {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: any) => Promise<any>,
        context: { commandName?: string },
      ) => (args: any) => Promise<any>,
      options: { step: 'initialize'; name: string; priority: 'high' },
    ): void;
  };
}

const reads = /^(Get|BatchGet|Query|Scan|AdminGetUser|ListUsers)/;

/**
 * Kills what runs at a chosen write to the table or to Cognito: before the write is sent, or after it was done
 * but before its answer arrives. From then on every call fails, as of a process that is gone, until `revive`.
 */
export function killSwitch(...clients: readonly Killable[]) {
  let armed: { write: number; when: 'before' | 'after' } | null = null;
  let writes = 0;
  let dead = false;
  const isDead = () => dead;
  const die = (): never => {
    dead = true;
    throw new Error('Killed');
  };
  for (const client of clients) {
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          if (isDead()) return die();
          if (armed === null || reads.test(commandName)) return next(args);
          writes += 1;
          const hit = writes === armed.write;
          if (hit && armed.when === 'before') return die();
          const result = await next(args);
          return hit || isDead() ? die() : result;
        },
      { step: 'initialize', name: 'killSwitch', priority: 'high' },
    );
  }

  return {
    /** Lets the n-th write from now on, the first being 1, be the last moment. */
    arm: (write: number, when: 'before' | 'after') => {
      [armed, writes, dead] = [{ write, when }, 0, false];
    },
    /** Ends the kill; tells whether it came about. */
    revive: (): boolean => {
      const killed = dead;
      [armed, dead] = [null, false];
      return killed;
    },
  };
}

/**
 * Runs something again and again, killed before its first write, after it, before its second, and so on, with
 * `check` after each kill; ends when it ran to its end unharmed. Gives how often it was killed.
 */
export async function killAtEveryWrite(
  kill: ReturnType<typeof killSwitch>,
  run: () => Promise<() => Promise<unknown>>,
  check: (point: string) => Promise<void>,
): Promise<number> {
  for (let write = 1; ; write += 1) {
    for (const when of ['before', 'after'] as const) {
      const act = await run();
      kill.arm(write, when);
      await act().catch(() => undefined);
      const killed = kill.revive();
      await check(`${when} write ${write}`);
      if (!killed) return (write - 1) * 2;
    }
  }
}
