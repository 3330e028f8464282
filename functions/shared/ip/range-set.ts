import { bucketsOf } from './buckets.ts';
import { type IpRange, mergeRanges } from './ip-range.ts';
import { readIPv4, readIPv6, unmapped } from './read-address.ts';

/** Tells whether an address, as text, is in a set of ranges. Text that is no address is in none. */
export interface RangeSet {
  readonly has: (address: string) => boolean;
}

const looked = new Uint32Array(4);

/**
 * Compiles ranges for lookups: merged, in typed arrays, found by buckets and binary search; a lookup allocates
 * nothing. IPv4-mapped addresses are looked up as IPv4.
 */
export function compileRanges(ranges: readonly IpRange[]): RangeSet {
  const merged = mergeRanges(ranges);
  const has4 = compile4(merged.filter(({ family }) => family === 4));
  const has6 = compile6(merged.filter(({ family }) => family === 6));
  return {
    has: (text) => {
      const address = readIPv4(text);
      if (address >= 0) return has4(address);
      if (!readIPv6(text, looked)) return false;
      const folded = unmapped(looked);
      return folded >= 0 ? has4(folded) : has6();
    },
  };
}

function compile4(merged: readonly IpRange[]): (address: number) => boolean {
  const firsts = Uint32Array.from(merged, ({ first }) => Number(first));
  const lasts = Uint32Array.from(merged, ({ last }) => Number(last));
  const { starts, least, shift } = bucketsOf(firsts);
  const most = starts.length - 2;

  return (address) => {
    if (address < least || firsts.length === 0) return false;
    const bucket = Math.min((address - least) >>> shift, most);
    let low = starts[bucket] ?? 0;
    let high = starts[bucket + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((firsts[middle] ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    return low > 0 && address <= (lasts[low - 1] ?? 0);
  };
}

/** IPv6 takes four words an end; the buckets go by the first word in which the ranges begin differently. */
function compile6(merged: readonly IpRange[]): () => boolean {
  const firsts = wordsOf(merged.map(({ first }) => first));
  const lasts = wordsOf(merged.map(({ last }) => last));
  const count = merged.length;
  let word = 0;
  while (word < 3 && firsts[word] === firsts[4 * (count - 1) + word]) word += 1;
  const { starts, least, shift } = bucketsOf(Uint32Array.from(merged, (_, at) => firsts[4 * at + word] ?? 0));
  const most = starts.length - 2;

  return () => {
    const a = looked[0] ?? 0;
    const b = looked[1] ?? 0;
    const c = looked[2] ?? 0;
    const d = looked[3] ?? 0;
    let low = 0;
    let high = count;
    const key = looked[word] ?? 0;
    if (beginsAlike(firsts, word, a, b, c) && key >= least) {
      const bucket = Math.min((key - least) >>> shift, most);
      low = starts[bucket] ?? 0;
      high = starts[bucket + 1] ?? 0;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareWords(firsts, 4 * middle, a, b, c, d) <= 0) low = middle + 1;
      else high = middle;
    }
    return low > 0 && compareWords(lasts, 4 * (low - 1), a, b, c, d) >= 0;
  };
}

/** Whether an address has the words that all ranges begin with, before the one that tells them apart. */
function beginsAlike(firsts: Uint32Array, word: number, a: number, b: number, c: number): boolean {
  if (word > 0 && firsts[0] !== a) return false;
  if (word > 1 && firsts[1] !== b) return false;
  return word < 3 || firsts[2] === c;
}

function wordsOf(values: readonly bigint[]): Uint32Array {
  return Uint32Array.from(
    values.flatMap((value) => [96n, 64n, 32n, 0n].map((shift) => Number((value >> shift) & 0xffffffffn))),
  );
}

/** Negative, zero or positive: how the four words at a position compare with these. */
function compareWords(words: Uint32Array, at: number, a: number, b: number, c: number, d: number): number {
  const first = (words[at] ?? 0) - a;
  if (first !== 0) return first;
  const second = (words[at + 1] ?? 0) - b;
  if (second !== 0) return second;
  const third = (words[at + 2] ?? 0) - c;
  return third !== 0 ? third : (words[at + 3] ?? 0) - d;
}
