import { v7 } from 'uuid';

/** A new id: a UUID of version 7, so that ids sort by the time they were made: now, or at a moment of another clock. */
export function newId(moment?: Date): string {
  return moment === undefined ? v7() : v7({ msecs: moment.getTime() });
}
