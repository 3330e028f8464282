import * as v from 'valibot';

/** Fields that the data of notification types is made of. All are bounded: what is published is stored and sent. */

const codePoints = (value: string): number => [...value].length;

// No control characters (a line break would end a mail's header), none that turn the direction of text round.
const unprintable = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

/** One line: a name, a subject. At most `most` characters. */
export function line(most = 120) {
  return v.pipe(
    v.string(),
    v.normalize('NFC'),
    v.trim(),
    v.nonEmpty('Empty.'),
    v.check((value) => codePoints(value) <= most, `Longer than ${most} characters.`),
    v.check((value) => !unprintable.test(value), 'More than one line, or unprintable.'),
  );
}

/** The beginning of a longer text (a message, a summary): made one line and cut to `most` characters. */
export function excerpt(most = 280) {
  return v.pipe(
    v.string(),
    v.maxLength(4000, 'Longer than 4000 characters.'),
    v.normalize('NFC'),
    v.transform((value) => {
      const plain = value.replaceAll(/[\s\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu, ' ').trim();
      const letters = [...plain];
      return letters.length <= most ? plain : `${letters.slice(0, most - 1).join('')}…`;
    }),
    v.nonEmpty('Empty.'),
  );
}

/** What the product calls something; it becomes part of an address, encoded. */
export const idField = v.pipe(v.string(), v.regex(/^[\w.:~-]{1,128}$/, 'No id.'));

/** A moment in ISO 8601, UTC. */
export const momentField = v.pipe(v.string(), v.isoTimestamp('No moment in UTC.'));

/**
 * A day, as an invoice is due: `2026-05-01`, the same for everybody. Or a moment in UTC: then each reads the day that it
 * lies in by their own clock.
 */
export const dayField = v.union([v.pipe(v.string(), v.isoDate('No day.')), momentField]);

/** How many. */
export const countField = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000));

/** An amount of money in the smallest unit of its currency (cents). */
export const moneyField = v.object({
  amount: v.pipe(v.number(), v.safeInteger()),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'No ISO 4217 code.')),
});
export type Money = v.InferOutput<typeof moneyField>;
