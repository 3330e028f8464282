import { locale } from '#lib/messages.ts';

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

const list = new Intl.ListFormat(locale, { type: 'unit', style: 'long' });

/**
 * A length of time in its two greatest units, rounded down: `6 days, 23 hours`, `59 minutes, 12 seconds`; null when
 * nothing is left.
 *
 * @param milliseconds may be negative
 */
export function timeLeft(milliseconds: number): string | null {
  let rest = Math.floor(milliseconds / 1000);
  if (rest <= 0) return null;
  const first = units.findIndex(([, seconds]) => rest >= seconds);
  const parts = units.slice(first, first + 2).map(([unit, seconds]) => {
    const value = Math.floor(rest / seconds);
    rest -= value * seconds;
    return { unit, value };
  });
  const written = parts
    .filter(({ value }) => value > 0)
    .map(({ unit, value }) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
    );
  return list.format(written);
}
