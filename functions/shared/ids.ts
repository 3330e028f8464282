import { v7 } from 'uuid';

/** A new id: a UUID of version 7, so that ids sort by the time they were made. */
export function newId(): string {
  return v7();
}

/** A new id as one made at a moment of another clock. */
export function newIdAt(moment: Date): string {
  return v7({ msecs: moment.getTime() });
}
