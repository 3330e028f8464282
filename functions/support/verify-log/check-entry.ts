import { minutes } from '#functions/shared/clock.ts';
import { digestOf, type Line } from '#functions/shared/log-chain/line.ts';
import type { Link } from '#functions/shared/log-chain/link.ts';
import type { Problem } from './problem.ts';
import type { Entry } from './read-log.ts';

/** A line this young may not be linked yet. */
const patience = 15 * minutes;

/** What a line of the log turned out to be. */
export type Finding =
  | { readonly kind: 'wrong'; readonly problem: Problem }
  | { readonly kind: 'whole'; readonly line: Line }
  | { readonly kind: 'erased'; readonly line: Line; readonly receipt: string }
  | { readonly kind: 'waiting' }
  /** It ran out, and nobody misses it. */
  | { readonly kind: 'over' };

/**
 * Compares an event's line with its links. The newest link counts: an erasure that rewrites a line links what it made
 * of it.
 */
export function checkEntry({ eventId, lines, links }: Entry, now: Date): Finding {
  const kept = lines.filter((line) => line === null || line.expiresAtSeconds * 1000 > now.getTime());
  const newest = links.filter((link) => link !== null).toSorted((a, b) => b.seq - a.seq)[0];
  const [line, second] = kept;
  if (second !== undefined) return wrong({ kind: 'doubled', eventId });
  if (line === undefined) {
    if (newest === undefined || newest.lineExpiresAt * 1000 <= now.getTime()) return { kind: 'over' };
    return wrong({ kind: 'removed', eventId, seq: newest.seq });
  }
  if (line === null)
    return wrong(
      newest === undefined ? { kind: 'not-linked', eventId } : { kind: 'changed', eventId, seq: newest.seq },
    );
  if (newest === undefined) {
    const age = now.getTime() - Date.parse(line.occurredAt);
    return Math.abs(age) < patience ? { kind: 'waiting' } : wrong({ kind: 'not-linked', eventId });
  }
  if (!isAsLinked(line, newest)) return wrong({ kind: 'changed', eventId, seq: newest.seq });
  return line.erasedUnder === undefined
    ? { kind: 'whole', line }
    : { kind: 'erased', line, receipt: line.erasedUnder };
}

function isAsLinked(line: Line, link: Link): boolean {
  return (
    digestOf(line) === link.digest &&
    line.erasedUnder === link.receipt &&
    line.expiresAtSeconds === link.lineExpiresAt
  );
}

const wrong = (problem: Problem): Finding => ({ kind: 'wrong', problem });
