import * as v from 'valibot';
import { parseCidr, splitComment } from '#functions/shared/ip/cidr.ts';
import { parseAddress } from '#functions/shared/ip/ip-range.ts';
import { type FieldReason, isFieldReason } from '#functions/shared/reasons.ts';

/** What one entry of a list may be, for the API and for the forms alike. */

/** The most entries that a person's own list may have. */
export const mostOwnEntries = 100;
/** The most entries that a company's list may have. */
export const mostCompanyEntries = 10_000;

/** Characters of a comment or label. */
const mostLabelCharacters = 80;

function isLabel(text: string): boolean {
  return !/\p{Cc}/u.test(text);
}
const tooLong = (text: string): boolean => [...text].length > mostLabelCharacters;

/** A text; the reason where it is none. */
export function text() {
  return v.string((issue) => (issue.received === 'undefined' ? 'required' : 'wrong-type'));
}

/**
 * One line of the person's list: `203.0.113.0/24 # office`. Lines that are empty, or a comment only, say nothing
 * and are left out, so that a page can send its lines as they stand and gets each error under its line's number.
 */
export const lineSchema = v.pipe(
  text(),
  v.maxLength(500, 'too-long'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues !== undefined) return;
    const { address, comment } = splitComment(dataset.value);
    const parsed = address === '' ? null : parseCidr(address);
    if (typeof parsed === 'string') addIssue({ message: parsed });
    else if (tooLong(comment)) addIssue({ message: 'too-long' });
    else if (!isLabel(comment)) addIssue({ message: 'invalid-value' });
  }),
);

const cidrSchema = v.pipe(
  text(),
  v.trim(),
  v.nonEmpty('required'),
  v.maxLength(100, 'too-long'),
  v.rawCheck(({ dataset, addIssue }) => {
    const parsed = dataset.typed && dataset.issues === undefined ? parseCidr(dataset.value) : null;
    if (typeof parsed === 'string') addIssue({ message: parsed });
  }),
);

const labelSchema = v.pipe(
  v.nullish(
    v.pipe(
      text(),
      v.normalize('NFC'),
      v.trim(),
      v.check((label) => !tooLong(label), 'too-long'),
      v.check(isLabel, 'invalid-value'),
    ),
    null,
  ),
  v.transform((label) => (label === '' ? null : label)),
);

/** An entry of a company's list. */
export const entryInputSchema = v.object(
  {
    cidr: cidrSchema,
    label: labelSchema,
    expiresAt: v.nullish(v.pipe(text(), v.isoTimestamp('invalid-value')), null),
  },
  'wrong-type',
);

type ReadLine =
  | { readonly ok: true; readonly entry: { readonly cidr: string; readonly label: string | null } | null }
  | { readonly ok: false; readonly reason: FieldReason };

/** Reads one line of a list, as a form does before it sends it: its entry, normalised, or null for none. */
export function readLine(line: string): ReadLine {
  const checked = v.safeParse(lineSchema, line);
  const { address, comment } = splitComment(line);
  const parsed = address === '' ? null : parseCidr(address);
  if (!checked.success || typeof parsed === 'string') {
    const message = checked.issues?.[0].message ?? '';
    return { ok: false, reason: isFieldReason(message) ? message : 'invalid-value' };
  }
  if (parsed === null) return { ok: true, entry: null };
  return { ok: true, entry: { cidr: parsed.text, label: comment === '' ? null : comment.normalize('NFC') } };
}

/** The first of some entries that holds an address; undefined where none does, or the address is none. */
export function entryHolding<Entry extends { readonly cidr: string }>(
  entries: readonly Entry[],
  address: string,
): Entry | undefined {
  const asked = parseAddress(address);
  if (asked === null) return undefined;
  const { family, value } = asked;
  return entries.find(({ cidr }) => {
    const parsed = parseCidr(cidr);
    if (typeof parsed === 'string') return false;
    const { range } = parsed;
    return range.family === family && range.first <= value && value <= range.last;
  });
}
