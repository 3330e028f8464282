/** Runs work for each of many, at most so many at a time; the first failure ends it. */
export async function atOnce<T>(
  many: readonly T[],
  most: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = many.values();
  let failed = false;
  const lane = async () => {
    for (const one of waiting) {
      if (failed) return;
      try {
        await work(one);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, many.length) }, lane));
}
