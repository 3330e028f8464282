import { eventOfLink } from '#functions/shared/table.ts';
import { hashOf, type Head, type Link, writeHead } from '#functions/shared/log-chain/link.ts';
import type { Problem } from './problem.ts';

/** A chain as it was noted outside: a number and a hash. */
export interface Expected {
  readonly seq: number;
  readonly hash: string;
}

/** Sees every link of a chain, in any order, and tells whether they are one chain. */
export interface OrderCheck {
  /** Takes a link; gives what is wrong with it and its neighbours, as far as they were seen. */
  take(link: Link): Problem | null;
  /** When all were seen: what is missing at the beginning, in between and at the end. */
  finish(head: Head | null): Problem | null;
}

interface Place {
  readonly eventId: string;
  readonly hash: string | null;
  /** Until when the links before it are kept. */
  readonly until: number;
}

/**
 * Lines are read in the order of their events, links were made in the order in which events came: nearly the same. So a
 * link waits here only for the one before it and the one after it, and memory holds no more than what is out of order.
 */
export function checkOrder(nowSeconds: number, expected: Expected | null): OrderCheck {
  /** What the link before a place must be, by that link's number; and what the links are, whose follower is not seen yet. */
  const [wanted, open] = [new Map<number, Place>(), new Map<number, Place>()];
  let passed = expected === null;
  const pass = (seq: number, hash: string | null) => {
    if (seq === expected?.seq && hash === expected.hash) passed = true;
  };
  return {
    take: (link) => {
      const { seq, sk, hash, previous, previousExpiresAt, lineExpiresAt, expiresAtSeconds } = link;
      const at = { eventId: eventOfLink(sk), seq };
      if (hashOf(link) !== hash || expiresAtSeconds !== Math.max(previousExpiresAt, lineExpiresAt))
        return { kind: 'link-changed', ...at };
      pass(seq, hash);
      pass(seq - 1, previous);
      const follower = wanted.get(seq);
      if (follower === undefined) open.set(seq, { eventId: at.eventId, hash, until: 0 });
      else if (follower.hash === hash) wanted.delete(seq);
      else return { kind: 'out-of-order', eventId: follower.eventId, seq: seq + 1 };
      const before = open.get(seq - 1);
      if (before === undefined)
        wanted.set(seq - 1, { eventId: at.eventId, hash: previous, until: previousExpiresAt });
      else if (before.hash === previous) open.delete(seq - 1);
      else return { kind: 'out-of-order', ...at };
      return null;
    },
    finish: (head) => {
      const [first, ...gaps] = [...wanted].toSorted(([a], [b]) => a - b);
      const gap = gaps[0] ?? (first === undefined || mayBegin(first, nowSeconds) ? undefined : first);
      if (gap !== undefined) return { kind: 'gap', eventId: gap[1].eventId, seq: gap[0] + 1 };
      const last = [...open].toSorted(([a], [b]) => b - a)[0];
      if (last !== undefined) {
        const [seq, { hash }] = last;
        if (head === null) return { kind: 'no-head' };
        if (head.seq > seq) return { kind: 'end-removed', seq };
        if (head.seq !== seq || head.hash !== hash) return { kind: 'head-changed', seq };
      } else if (head !== null && head.expiresAtSeconds > nowSeconds) {
        return { kind: 'end-removed', seq: 0 };
      }
      if (passed || expected === null) return null;
      const kept = first?.[0] ?? head?.seq ?? 0;
      return { kind: expected.seq < kept ? 'expected-ran-out' : 'not-passed', expected: writeHead(expected) };
    },
  };
}

/** The first link that is left is the first of all, or whatever was before it has had its time. */
function mayBegin([seq, { hash, until }]: readonly [number, Place], nowSeconds: number): boolean {
  return seq === 0 ? hash === null : until <= nowSeconds;
}
