import * as v from 'valibot';

import { readStateFile, writeStateFile } from './state-file.ts';

/**
 * The clock of the local stack. Importing this file makes `Date` of this process a shifted one, so it has to be the
 * first import of whoever shifts time; the shift is zero until `openClock` or `advance` sets it.
 *
 * Timers are not shifted: who sleeps until an instant also listens to `onAdvance` and looks again.
 */
export interface Clock {
  /** Epoch milliseconds, shifted. */
  now(): number;
  /** Moves the time forward. */
  advance(milliseconds: number): void;
  /** Calls the listener after each advance; gives back how to stop that. */
  onAdvance(listener: () => void): () => void;
}

const RealDate = Date;
const realNow = Date.now.bind(Date);
let offset = 0;
const shiftedNow = () => realNow() + offset;

const ShiftedDate = new Proxy(RealDate, {
  construct(target, args: unknown[], newTarget): Date {
    const given = args.length === 0 ? [shiftedNow()] : args;
    const date: unknown = Reflect.construct(target, given, newTarget === ShiftedDate ? target : newTarget);
    if (date instanceof RealDate) return date;
    throw new TypeError('A date was not made.');
  },
  apply: () => new RealDate(shiftedNow()).toString(),
});
RealDate.now = shiftedNow;
RealDate.prototype.constructor = ShiftedDate;
globalThis.Date = ShiftedDate;

const stateSchema = v.object({ offset: v.number() });

/** Opens the clock whose shift is kept in the file, across restarts. */
export function openClock(file: string): Clock {
  const listeners = new Set<() => void>();
  offset = readStateFile(file, stateSchema)?.offset ?? 0;
  return {
    now: shiftedNow,
    advance: (milliseconds) => {
      offset += milliseconds;
      writeStateFile(file, { offset });
      for (const listener of listeners) listener();
    },
    onAdvance: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const second = 1000;
const unitMilliseconds = new Map([
  ['s', second],
  ['m', 60 * second],
  ['h', 3600 * second],
  ['d', 86_400 * second],
  ['w', 604_800 * second],
]);
/** Ten years: enough to see everything expire, and far from where dates end. */
const greatestAdvance = 3653 * 86_400 * second;

/** The milliseconds of `90s`, `15m`, `2h`, `8d` or `1w`; undefined for anything else, and for more than ten years. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhdw])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const milliseconds = Number(count) * (unitMilliseconds.get(unit) ?? Number.NaN);
  return milliseconds <= greatestAdvance ? milliseconds : undefined;
}
