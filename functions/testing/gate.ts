import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { currentStep } from './memory-durable.ts';

/** What befalls a call, as its caller sees it once the SDK has given up. */
export const troubles = ['throttled', 'failed', 'timed out', 'reply lost', 'in part'] as const;
export type Trouble = (typeof troubles)[number];

/** A call to a store: whose, what, and whether it changes something. */
export interface Passing {
  readonly service: 'table' | 'records' | 's3' | 'cognito' | 'durable' | 'queue';
  readonly command: string;
}

export interface Work<T> {
  readonly whole: () => Promise<T>;
  /** Does a part of it and says so; left out where the operation knows no such answer. */
  readonly part?: (() => Promise<T>) | undefined;
}

/** One call of those to some services, the first being 1. */
interface Only {
  readonly services: readonly Passing['service'][];
  readonly call: number;
}

const reads = /^(Get|BatchGet|Query|Scan|List|Head|AdminGetUser)/;

/**
 * What every call of what is tested passes through. It is open; closed at a write it kills the process there; troubled,
 * each call of each step has its trouble once, the first time that a try gets as far.
 */
export function gate() {
  let deadly: { write: number; when: 'before' | 'after' } | null = null;
  let trouble: { kind: Trouble; met: Set<string>; count: number; only: Only | null } | null = null;
  let writes: string[] = [];
  let dead = false;
  const isDead = () => dead;

  const die = (): never => {
    dead = true;
    throw new Error('Killed');
  };

  function troubleOf<T>({ service }: Passing, { part }: Work<T>): Trouble | null {
    const step = currentStep.getStore();
    if (trouble === null || step === undefined) return null;
    if (trouble.only !== null) {
      if (!trouble.only.services.includes(service)) return null;
      trouble.count += 1;
      return trouble.count === trouble.only.call ? trouble.kind : null;
    }
    step.calls += 1;
    const at = `${step.path} ${step.calls}`;
    if (trouble.met.has(at) || (trouble.kind === 'in part' && part === undefined)) return null;
    trouble.met.add(at);
    trouble.count += 1;
    return trouble.kind;
  }

  return {
    async pass<T>(call: Passing, work: Work<T>): Promise<T> {
      if (isDead()) return die();
      const { service, command } = call;
      const met = troubleOf(call, work);
      if (met !== null) return befall(met, command, work);
      if (reads.test(command)) return work.whole();
      writes.push(`${service} ${command}`);
      const hit = deadly?.write === writes.length;
      if (hit && deadly?.when === 'before') return die();
      // A write that was refused is the last moment, too.
      const [outcome] = await Promise.allSettled([work.whole()]);
      if (hit || isDead()) return die();
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    },
    /** Makes the n-th write from now on, the first being 1, the last moment of the process. */
    closeAt: (write: number, when: 'before' | 'after') => {
      [deadly, writes, dead] = [{ write, when }, [], false];
    },
    /** Opens it again; gives the writes since it was last opened or closed, and whether the process was killed. */
    open: (): { readonly killed: boolean; readonly writes: readonly string[] } => {
      const result = { killed: dead, writes };
      [deadly, dead, writes, trouble] = [null, false, [], null];
      return result;
    },
    /**
     * Gives every call of every step this trouble, or `only` one of those to some services; the count of the calls that
     * could have it is told by the function given.
     */
    disturb: (kind: Trouble, only: Only | null = null): (() => number) => {
      const begun = { kind, met: new Set<string>(), count: 0, only };
      trouble = begun;
      return () => begun.count;
    },
  };
}
export type Gate = ReturnType<typeof gate>;

async function befall<T>(trouble: Trouble, command: string, { whole, part }: Work<T>): Promise<T> {
  switch (trouble) {
    case 'throttled':
      throw throttled(command);
    case 'failed':
      throw named('InternalServerError', 500);
    case 'timed out':
      throw named('TimeoutError');
    case 'reply lost':
      await whole();
      throw named('TimeoutError');
    case 'in part':
      return (part ?? whole)();
  }
}

/** A transaction says of each of its writes what was wrong. */
function throttled(command: string): Error {
  if (!command.startsWith('TransactWrite')) return named('ThrottlingException', 400);
  const CancellationReasons = [{ Code: 'ThrottlingError' }];
  return new TransactionCanceledException({ message: 'Throttled', $metadata: {}, CancellationReasons });
}

function named(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}
