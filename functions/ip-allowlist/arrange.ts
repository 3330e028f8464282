import { type Cidr, parseCidr } from '#functions/shared/ip/cidr.ts';
import { bitsOf, formatRange, type IpRange, mergeRanges } from '#functions/shared/ip/ip-range.ts';
import type { OwnList } from './documents.ts';

type Changes = OwnList['changes'];

/** An entry as it was sent: its place, its text, and what belongs to it. */
interface Typed<T> {
  readonly line: number;
  readonly text: string;
  readonly entry: T;
}

interface Arranged<T> {
  /** In the order in which they were sent, each network once. */
  readonly entries: readonly (T & { readonly cidr: string })[];
  readonly ranges: readonly IpRange[];
  readonly changes: Changes;
}

/** Parses what a contract's schema has let through; so it cannot fail. */
function cidrOf(text: string): Cidr {
  const parsed = parseCidr(text);
  if (typeof parsed === 'string') throw new Error(`An IP entry is none: ${parsed}`);
  return parsed;
}

/** Normalises entries, leaves out repeated ones (the first stays), and tells what it did to which. */
export function arrange<T extends object>(typed: readonly Typed<T>[]): Arranged<T> {
  const parsed = typed.map((one) => ({ ...one, cidr: cidrOf(one.text) }));
  const kept = new Map<string, (typeof parsed)[number]>();
  const changes: Changes = [];
  for (const one of parsed) {
    const { line, text, cidr } = one;
    if (kept.has(cidr.text)) changes.push({ line, kind: 'duplicate', from: text, to: cidr.text });
    else {
      kept.set(cidr.text, one);
      if (cidr.text !== text) changes.push({ line, kind: 'normalised', from: text, to: cidr.text });
    }
  }
  changes.push(...coveredOnes([...kept.values()]));
  return {
    entries: [...kept.values()].map(({ entry, cidr }) => ({ ...entry, cidr: cidr.text })),
    ranges: mergeRanges([...kept.values()].map(({ cidr }) => cidr.range)),
    changes: changes.sort((a, b) => a.line - b.line),
  };
}

/** Entries whose addresses another entry holds, too. In order of their first address one look back is enough. */
function coveredOnes(entries: readonly { line: number; cidr: Cidr }[]): Changes {
  const sorted = entries.toSorted(({ cidr: { range: a } }, { cidr: { range: b } }) => {
    if (a.family !== b.family) return a.family - b.family;
    if (a.first !== b.first) return a.first < b.first ? -1 : 1;
    return a.last > b.last ? -1 : 1;
  });
  const changes: Changes = [];
  let widest: Cidr | null = null;
  for (const { line, cidr } of sorted) {
    const inside = widest?.range.family === cidr.range.family && cidr.range.last <= widest.range.last;
    if (inside && widest !== null) changes.push({ line, kind: 'covered', from: cidr.text, to: widest.text });
    else widest = cidr;
  }
  return changes;
}

/** Tells whether merged ranges hold every address of a family: halves that together are what `/0` would be. */
export function holdsEverything(merged: readonly IpRange[]): boolean {
  return merged.some(
    ({ family, first, last }) => first === 0n && last === (1n << BigInt(bitsOf[family])) - 1n,
  );
}

/** What some entries come to, as a page shows it. */
export function shownRanges(cidrs: readonly string[]): string[] {
  return mergeRanges(cidrs.map((cidr) => cidrOf(cidr).range)).map(formatRange);
}

/** Which networks a list got and lost, fifty of each at most: for the log. */
export function difference(before: readonly string[], after: readonly string[]) {
  const [had, has] = [new Set(before), new Set(after)];
  return {
    added: after.filter((cidr) => !had.has(cidr)).slice(0, 50),
    removed: before.filter((cidr) => !has.has(cidr)).slice(0, 50),
  };
}
