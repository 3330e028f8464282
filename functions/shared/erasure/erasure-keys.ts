import type { Key } from '../table.ts';

/** The receipt of an erasure, by its number; it outlives what it tells of. */
export function receiptKey(number: string): Key {
  return { pk: `RECEIPT#${number}`, sk: 'RECEIPT' };
}

/** Whom an erasure under way is about. */
export function erasureKey(erasureId: string): Key {
  return { pk: `ERASURE#${erasureId}`, sk: 'ERASURE' };
}

/** What a data owner was asked in an erasure, and what it answered. */
export function ownerAnswerKey(erasureId: string, owner: string): Key {
  return { pk: `ERASURE#${erasureId}`, sk: `OWNER#${owner}` };
}

/** A line of a company's log whose account is gone: outside the partitions that are published. */
export function pseudonymousEventKey(pseudonym: string, eventId: string): Key {
  return { pk: `LOG#${pseudonym}`, sk: eventId };
}

/** What is counted of all accounts together, by month: it is about nobody. */
export function statisticsKey(month: string): Key {
  return { pk: `STATISTICS#${month}`, sk: 'STATISTICS' };
}
