import { readIPv4, readIPv6, unmapped } from './read-address.ts';

/** Consecutive addresses of one family, both ends included, as numbers of 32 or 128 bits. */
export interface IpRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Bits of an address of a family. */
export const bitsOf = { 4: 32, 6: 128 } as const;

/** An address as a number; IPv4-mapped IPv6 is folded to IPv4. Null when the text is no address. */
export function parseAddress(text: string): { family: 4 | 6; value: bigint } | null {
  const v4 = readIPv4(text);
  if (v4 >= 0) return { family: 4, value: BigInt(v4) };
  const words = new Uint32Array(4);
  if (!readIPv6(text, words)) return null;
  const folded = unmapped(words);
  if (folded >= 0) return { family: 4, value: BigInt(folded) };
  return { family: 6, value: words.reduce((value, word) => (value << 32n) | BigInt(word), 0n) };
}

/** The text of an address: dotted, or as RFC 5952 wants it. */
export function formatAddress(family: 4 | 6, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const { start, length } = longestZeros(groups);
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === '0' ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}

/** Joins what overlaps or touches; gives the ranges in order, IPv4 before IPv6. */
export function mergeRanges(ranges: readonly IpRange[]): IpRange[] {
  const sorted = ranges.toSorted((a, b) => a.family - b.family || compare(a.first, b.first));
  const merged: IpRange[] = [];
  for (const range of sorted) {
    const before = merged.at(-1);
    if (before?.family !== range.family || range.first > before.last + 1n) merged.push(range);
    else if (range.last > before.last) merged[merged.length - 1] = { ...before, last: range.last };
  }
  return merged;
}

/** The text of a range: an address, CIDR where it is one, else its two ends. */
export function formatRange({ family, first, last }: IpRange): string {
  const size = last - first + 1n;
  const bits = size.toString(2).length - 1;
  const start = formatAddress(family, first);
  if (size === 1n) return start;
  const aligned = size === 1n << BigInt(bits) && first % size === 0n;
  return aligned ? `${start}/${String(bitsOf[family] - bits)}` : `${start} – ${formatAddress(family, last)}`;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
