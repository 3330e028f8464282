import { AsyncLocalStorage } from 'node:async_hooks';
import type { Durable } from '#functions/erasure/durable.ts';

/** What an owner outside does with a question: answers at once, or not at all. */
export type Outside = (callbackId: string) => Promise<boolean>;

/** Which step is under way: what a fault is told apart from others by. */
export const currentStep = new AsyncLocalStorage<{ readonly path: string; calls: number }>();

export interface MemoryDurableOptions {
  readonly outside?: Outside;
  /** Keeps a result; a test kills the process before or after it. */
  readonly checkpoint?: (save: () => Promise<void>, step: string) => Promise<void>;
  /** What an execution remembers already. */
  readonly remembered?: ReadonlyMap<string, unknown>;
}

/**
 * A durable execution whose memory outlives the workflow that runs in it: a workflow that was killed is simply run
 * again with the same memory, as Lambda would. A step that throws ends the run, like a kill.
 */
export function memoryDurable({
  outside = () => Promise.resolve(false),
  checkpoint = (save) => save(),
  remembered = new Map(),
}: MemoryDurableOptions = {}) {
  const memory = new Map<string, unknown>(remembered);
  const steps: string[] = [];
  let callbacks = [...memory.keys()].filter((key) => key.endsWith('/callback')).length;

  const within = (path: string): Durable => {
    const seen = new Map<string, number>();
    const place = (name: string) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return `${path}/${name}#${count}`;
    };
    const remember = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
      if (!memory.has(key)) {
        const result = await currentStep.run({ path: key, calls: 0 }, work);
        steps.push(key);
        // Checkpoints are JSON.
        const kept = result === undefined ? undefined : JSON.parse(JSON.stringify(result));
        await checkpoint(() => Promise.resolve(void memory.set(key, kept)), key);
      }
      return memory.get(key) as T;
    };
    return {
      step: (name, work) => remember(place(name), work),
      wait: () => Promise.resolve(),
      ask: async (name, request) => {
        const at = place(name);
        // A question that is repeated waits at the same place; Lambda keeps it before it is asked.
        const callbackId = await remember(`${at}/callback`, () => {
          callbacks += 1;
          return Promise.resolve(`callback-${callbacks}`);
        });
        await remember(`${at}/submitter`, () => request(callbackId));
        return remember(at, () => outside(callbackId));
      },
      together: async (name, branches) => {
        const at = place(name);
        const results = await Promise.allSettled(
          branches.map((branch, index) => branch(within(`${at}.${index}`))),
        );
        const failed = results.find((result) => result.status === 'rejected');
        if (failed !== undefined) throw failed.reason;
        return results.map((result) => (result as PromiseFulfilledResult<never>).value);
      },
    };
  };

  return {
    steps,
    memory,
    run: <T>(workflow: (durable: Durable) => Promise<T>) => workflow(within('')),
  };
}

/** The same execution, in which something happens outside right before a step of this name, in whatever branch. */
export function beforeStep(durable: Durable, name: string, act: () => Promise<void>): Durable {
  return {
    ...durable,
    step: async (step, work) => {
      if (step === name) await act();
      return durable.step(step, work);
    },
    together: (together, branches) =>
      durable.together(
        together,
        branches.map((branch) => (inner) => branch(beforeStep(inner, name, act))),
      ),
  };
}
