/**
 * Narrows a binary search among sorted numbers down to those that share a key's leading bits: of ten thousand that
 * leaves about one, however close together or far apart they are, where every halving is a guess that a processor
 * gets wrong half the time.
 */
export interface Buckets {
  /** The place of the first number of each bucket; one more at the end, for how many there are. */
  readonly starts: Uint32Array;
  /** The smallest number: buckets count from there. */
  readonly least: number;
  readonly shift: number;
}

/** @param keys in ascending order, of 32 bits */
export function bucketsOf(keys: Uint32Array): Buckets {
  const least = keys[0] ?? 0;
  const span = (keys.at(-1) ?? 0) - least;
  // About two buckets a key; a span of no more bits than that gets one for each number in it.
  const spanBits = 32 - Math.clz32(span);
  const shift = Math.max(0, spanBits - (32 - Math.clz32(keys.length)));
  const starts = new Uint32Array((span >>> shift) + 2);
  let place = 0;
  for (let bucket = 0; bucket < starts.length; bucket += 1) {
    while (place < keys.length && ((keys[place] ?? 0) - least) >>> shift < bucket) place += 1;
    starts[bucket] = place;
  }
  return { starts, least, shift };
}
