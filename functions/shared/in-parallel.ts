/**
 * Does something with each of many things, at most `most` at a time, in their order. One that fails keeps no other
 * from being done: then, when all are over, the first fault is thrown.
 */
export async function inParallel<T>(
  things: readonly T[],
  most: number,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const faults: unknown[] = [];
  const left = things[Symbol.iterator]();
  const worker = async () => {
    for (const thing of left) {
      try {
        await work(thing);
      } catch (error) {
        faults.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, worker));
  if (faults.length > 0) throw faults[0];
}

/** Cuts a list into pieces of at most `size`. */
export function inPieces<T>(things: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let from = 0; from < things.length; from += size) pieces.push(things.slice(from, from + size));
  return pieces;
}
