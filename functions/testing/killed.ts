import type { Table } from '#functions/shared/aws/table-client.ts';

/** The end of the process in the midst of a request. */
class Killed extends Error {}

/** The same dependencies, but the process dies before the n-th call of Cognito or the table. */
function killedBefore<D extends { table: Table; pool: object }>(deps: D, at: number) {
  let calls = 0;
  const guard =
    (call: (...input: unknown[]) => Promise<unknown>) =>
    (...input: unknown[]) => {
      calls += 1;
      return calls >= at ? Promise.reject(new Killed()) : call(...input);
    };
  const guarded = <T extends object>(object: T): T =>
    new Proxy(object, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? guard(value.bind(target)) : value;
      },
    });
  const { table, pool } = deps;
  const dying: D = { ...deps, pool: guarded(pool), table: { ...table, client: guarded(table.client) } };
  return { dying, calls: () => calls };
}

/**
 * Sets up, acts and checks again and again, killed before the first call, the second and so on, which is after each
 * write, too; at last not killed at all, but without looking at the answer. Gives the number of calls.
 */
export async function killedAtEveryCall<D extends { table: Table; pool: object }, S>(
  deps: D,
  {
    setUp,
    act,
    check,
  }: {
    setUp: () => Promise<S>;
    act: (dying: D, state: S) => Promise<unknown>;
    check: (state: S) => Promise<void>;
  },
): Promise<number> {
  for (let at = 1; ; at += 1) {
    const state = await setUp();
    const { dying, calls } = killedBefore(deps, at);
    await act(dying, state).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    await check(state);
    if (calls() < at) return at - 1;
  }
}
