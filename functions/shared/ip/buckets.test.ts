import fc from 'fast-check';
import { expect, test } from 'vitest';

import { bucketsOf } from './buckets.ts';
import { formatAddress, type IpRange, mergeRanges } from './ip-range.ts';
import { compileRanges } from './range-set.ts';

const word = fc.integer({ min: 0, max: 0xffff_ffff });
/** Far apart, close together, or both. */
const keys = fc
  .oneof(
    fc.array(word),
    fc
      .tuple(word, fc.array(fc.integer({ min: 0, max: 300 })))
      .map(([at, steps]) => steps.map((step) => (at + step) >>> 0)),
    fc.constant([0, 0xffff_ffff]),
  )
  .map((some) => Uint32Array.from(new Set(some)).sort());

test('a bucket holds the place that a search among all would find', () => {
  fc.assert(
    fc.property(keys, word, (sorted, other) => {
      const { starts, least, shift } = bucketsOf(sorted);
      for (const key of [other, ...sorted, ...sorted.map((one) => one + 1)]) {
        if (key < least || sorted.length === 0) continue;
        const bucket = Math.min((key - least) >>> shift, starts.length - 2);
        const place = sorted.filter((one) => one <= key).length;
        expect(starts[bucket]).toBeLessThanOrEqual(place);
        expect(starts[bucket + 1]).toBeGreaterThanOrEqual(place);
      }
    }),
  );
});

test('of many numbers a bucket holds few, however they lie, and takes little memory', () => {
  for (const distance of [1, 16, 400_000]) {
    const { starts } = bucketsOf(Uint32Array.from({ length: 10_000 }, (_, at) => 7 + at * distance));
    const sizes = Array.from(starts.slice(1), (end, at) => end - (starts[at] ?? 0));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2);
    expect(starts.byteLength).toBeLessThan(150_000);
  }
});

test('long lists are searched right, whatever their addresses have in common', () => {
  const bases = [0n, 0x20010db8n << 96n, (0x20010db8n << 96n) | (0xfffen << 64n), 1n << 127n];
  const many = fc.tuple(
    fc.constantFrom(...bases),
    fc.constantFrom(0n, 20n, 32n, 64n, 90n),
    fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 0xffffn }), fc.bigInt({ min: 0n, max: 70_000n })), {
      minLength: 50,
      maxLength: 300,
    }),
  );
  fc.assert(
    fc.property(many, ([base, shift, parts]) => {
      const ranges = parts.map(([at, size]): IpRange => {
        const first = base + (at << shift);
        return { family: 6, first, last: first + size };
      });
      const set = compileRanges(ranges);
      const merged = mergeRanges(ranges);
      for (const { first, last } of merged.slice(0, 40))
        for (const value of [first - 1n, first, (first + last) / 2n, last, last + 1n]) {
          if (value < 0n || value >> 32n === 0xffffn) continue;
          const holds = merged.some((one) => one.first <= value && value <= one.last);
          expect([formatAddress(6, value), set.has(formatAddress(6, value))]).toEqual([
            formatAddress(6, value),
            holds,
          ]);
        }
    }),
    { numRuns: 60 },
  );
});
