import { type IpRange, mergeRanges } from './ip-range.ts';
import { readIPv4, readIPv6, unmapped } from './read-address.ts';

/** Tells whether an address, as text, is in a set of ranges. Text that is no address is in none. */
export interface RangeSet {
  readonly has: (address: string) => boolean;
}

const looked = new Uint32Array(4);

/**
 * Compiles ranges for lookups: merged, in typed arrays, found by binary search; a lookup allocates nothing. IPv6
 * takes four words an end, IPv4-mapped addresses are looked up as IPv4.
 */
export function compileRanges(ranges: readonly IpRange[]): RangeSet {
  const merged = mergeRanges(ranges);
  const v4 = merged.filter(({ family }) => family === 4);
  const v6 = merged.filter(({ family }) => family === 6);
  const firsts4 = Uint32Array.from(v4, ({ first }) => Number(first));
  const lasts4 = Uint32Array.from(v4, ({ last }) => Number(last));
  const firsts6 = wordsOf(v6.map(({ first }) => first));
  const lasts6 = wordsOf(v6.map(({ last }) => last));

  const has4 = (address: number): boolean => {
    let low = 0;
    let high = firsts4.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((firsts4[middle] ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    return low > 0 && address <= (lasts4[low - 1] ?? 0);
  };
  const has6 = (): boolean => {
    const a = looked[0] ?? 0;
    const b = looked[1] ?? 0;
    const c = looked[2] ?? 0;
    const d = looked[3] ?? 0;
    let low = 0;
    let high = v6.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareWords(firsts6, 4 * middle, a, b, c, d) <= 0) low = middle + 1;
      else high = middle;
    }
    return low > 0 && compareWords(lasts6, 4 * (low - 1), a, b, c, d) >= 0;
  };

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
