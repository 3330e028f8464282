/** Reads the time. Handed to use-cases, so that tests can set it. */
export type Now = () => Date;

/** The clock of the running function. */
export const systemNow: Now = () => new Date();

export const seconds = 1000;
export const minutes = 60 * seconds;
export const hours = 60 * minutes;
export const days = 24 * hours;

/** The moment `milliseconds` after another. */
export function after(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}

/** Tells whether an ISO moment lies before (or at) another. */
export function isPast(iso: string, now: Date): boolean {
  return Date.parse(iso) <= now.getTime();
}

/** DynamoDB's TTL wants whole seconds; it is only the broom, expiry is checked in code. */
export function timeToLive(moment: Date): number {
  return Math.ceil(moment.getTime() / 1000);
}
