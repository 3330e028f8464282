import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { currentStep } from './memory-durable.ts';

/** What befalls a call, as its caller sees it once the SDK has given up. */
export const troubles = ['throttled', 'failed', 'timed out', 'reply lost', 'in part'] as const;
export type Trouble = (typeof troubles)[number];

/** A call to a store: whose, what, and whether it changes something. */
export interface Passing {
  readonly service: 'table' | 'records' | 's3' | 'cognito' | 'durable' | 'queue';
  readonly command: string;
  /** Where it is, of a call that is in no step. */
  readonly at?: string;
}

export interface Work<T> {
  readonly whole: () => Promise<T>;
  /** Does a part of it and says so; left out where the operation knows no such answer. */
  readonly part?: (() => Promise<T>) | undefined;
}

type Deadly = number | string | ((call: Passing) => boolean);

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
  let deadly: { write: Deadly; when: 'before' | 'after' } | null = null;
  let trouble: { kind: Trouble; met: Set<string>; count: number; only: Only | null } | null = null;
  let writes: string[] = [];
  let dead = false;
  const isDead = () => dead;
  let places: string[] = [];
  let written = new WeakMap<object, Map<string, number>>();
  let held: Promise<unknown> | null = null;
  const underWay = new Set<Promise<unknown>>();

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

  /** Where a write is, whatever else runs beside it, in its own step, too: which one of its kind there. */
  function placeOf({ command, at }: Passing): string {
    const step = currentStep.getStore();
    const kinds = (step && written.get(step)) ?? new Map<string, number>();
    const count = (kinds.get(command) ?? 0) + 1;
    kinds.set(command, count);
    if (step !== undefined) written.set(step, kinds);
    return `${step?.path ?? at ?? ''} ${command} ${String(count)}`;
  }

  async function enter<T>(call: Passing, work: Work<T>): Promise<T> {
    if (isDead()) return die();
    const { service, command } = call;
    const met = troubleOf(call, work);
    if (met !== null) return befall(met, command, work);
    if (reads.test(command)) return work.whole();
    writes.push(`${service} ${command}`);
    const place = placeOf(call);
    places.push(place);
    const hit =
      typeof deadly?.write === 'function'
        ? deadly.write(call)
        : deadly?.write === writes.length || deadly?.write === place;
    if (hit && deadly?.when === 'before') return die();
    // A write that was refused is the last moment, too.
    const [outcome] = await Promise.allSettled([work.whole()]);
    if (hit || isDead()) return die();
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  return {
    async pass<T>(call: Passing, work: Work<T>): Promise<T> {
      while (held !== null) await held;
      const passing = enter(call, work);
      underWay.add(passing);
      try {
        return await passing;
      } finally {
        underWay.delete(passing);
      }
    },
    /** Does something while no call is under way and none begins: to look at everything as it is at one moment. */
    async hold<T>(work: () => Promise<T>): Promise<T> {
      while (held !== null) await held;
      const holding = Promise.allSettled([...underWay]).then(work);
      held = Promise.allSettled([holding]);
      try {
        return await holding;
      } finally {
        held = null;
      }
    },
    /**
     * Makes a write the last moment of the process: the n-th from now on, the first being 1, that at a place, or the first
     * that is told by a function.
     */
    closeAt: (write: Deadly, when: 'before' | 'after') => {
      [deadly, writes, dead] = [{ write, when }, [], false];
      [places, written] = [[], new WeakMap()];
    },
    /** Opens it again; gives the writes since it was last opened or closed, and whether the process was killed. */
    open: (): { readonly killed: boolean; readonly writes: readonly string[] } => {
      const result = { killed: dead, writes };
      [deadly, dead, writes, trouble] = [null, false, [], null];
      [places, written] = [[], new WeakMap()];
      return result;
    },
    /** The places of the writes since it was last opened or closed. */
    places: (): readonly string[] => [...places],
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
