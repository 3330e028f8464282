import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';

import type { Table } from '#functions/shared/aws/table-client.ts';
import { lightClient } from './light-client.ts';

/** One call that reached the table: whose, and whether it wrote. */
export interface Step {
  readonly act: number;
  readonly command: string;
  readonly ok: boolean;
}

interface Waiting {
  readonly act: number;
  readonly run: () => Promise<void>;
}

/** A small seeded generator (mulberry32), so that a failing interleaving comes again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Runs acts side by side over one table and lets their calls to it through one at a time, in an order that the seed
 * draws: each seed is one interleaving. Gives what became of the acts, and the calls in the order in which they were
 * carried out.
 */
export async function interleave<T>(
  table: Table,
  seed: number,
  acts: readonly ((table: Table) => Promise<T>)[],
): Promise<{ results: T[]; steps: Step[] }> {
  const draw = randomOf(seed);
  const waiting: Waiting[] = [];
  const steps: Step[] = [];
  let unfinished = acts.length;

  const tableOf = (act: number): Table => {
    const send = (command: { constructor: { name: string } }) =>
      new Promise((resolve) => {
        const run = async () => {
          const answer = table.client.send(command as never);
          resolve(answer);
          const ok = await answer.then(
            () => true,
            () => false,
          );
          steps.push({ act, command: command.constructor.name, ok });
        };
        waiting.push({ act, run });
      });
    return { name: table.name, client: { send } as unknown as Table['client'] };
  };

  const results = Promise.all(
    acts.map((act, index) =>
      act(tableOf(index)).finally(() => {
        unfinished -= 1;
      }),
    ),
  );
  // A failure is the caller's to see, at the end.
  results.catch(() => undefined);
  while (unfinished > 0) {
    await settled();
    const [next] = waiting.splice(draw(waiting.length), 1);
    await next?.run();
  }
  return { results: await results, steps };
}

/** Takes the stream off a test's table: nobody reads it, and the engine's writes get slower with its length. */
export async function withoutStream(table: Table): Promise<void> {
  const StreamSpecification = { StreamEnabled: false };
  await table.client.send(new UpdateTableCommand({ TableName: table.name, StreamSpecification }));
}

/** A test's table for thousands of rounds: without its stream, and without the SDK's own work in each call. */
export async function raceTable(table: Table): Promise<Table> {
  await withoutStream(table);
  const { protocol, hostname, port = 80 } = await table.client.config.endpoint!();
  return { name: table.name, client: lightClient(`${protocol}//${hostname}:${port}`) };
}

/** Runs rounds, so many at once, and gives what each of them returned. */
export async function manyRounds<T>(rounds: number, round: (seed: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const seeds = Array.from({ length: rounds }, (_, seed) => seed).values();
  const lane = async () => {
    for (const seed of seeds) results.push(await round(seed));
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return results;
}
