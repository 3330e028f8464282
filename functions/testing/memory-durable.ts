import type { Durable } from '#functions/erasure/durable.ts';

/** What an owner outside does with a question: answers at once, or not at all. */
export type Outside = (callbackId: string) => Promise<boolean>;

/**
 * A durable execution whose memory outlives the workflow that runs in it: a workflow that was killed is simply run
 * again with the same memory, as Lambda would. A step that throws ends the run, like a kill.
 */
export function memoryDurable(outside: Outside = () => Promise.resolve(false)) {
  const memory = new Map<string, unknown>();
  const steps: string[] = [];
  let callbacks = 0;

  const within = (path: string): Durable => {
    const seen = new Map<string, number>();
    const place = (name: string) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return `${path}/${name}#${count}`;
    };
    const remember = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
      if (!memory.has(key)) {
        const result = await work();
        steps.push(key);
        // Checkpoints are JSON.
        memory.set(key, result === undefined ? undefined : JSON.parse(JSON.stringify(result)));
      }
      return memory.get(key) as T;
    };
    return {
      step: (name, work) => remember(place(name), work),
      wait: () => Promise.resolve(),
      ask: (name, request) =>
        remember(place(name), async () => {
          const callbackId = `callback-${(callbacks += 1)}`;
          await request(callbackId);
          return outside(callbackId);
        }),
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
