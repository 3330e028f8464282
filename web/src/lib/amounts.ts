import { dateLocale } from './messages.ts';

const whole = new Intl.NumberFormat(dateLocale);
const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `12,345` */
export function count(value: number): string {
  return whole.format(value);
}

/** A size of bytes as a person reads it: `812 byte`, `1.4 MB`. */
export function fileSize(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(bytes) / 3));
  const unit = sizes[power] ?? 'byte';
  const digits = power < 2 ? 0 : 1;
  return new Intl.NumberFormat(dateLocale, {
    style: 'unit',
    unit,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(bytes / 1000 ** power);
}
