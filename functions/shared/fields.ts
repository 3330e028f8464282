import * as v from 'valibot';

/**
 * Schemas of the fields that several features share. They run in the browser as well as in Lambda, so they
 * stay light; what needs a library (phone numbers) is checked further in its use-case. Every message is a
 * `FieldReason`.
 */

function text(): v.StringSchema<(issue: v.StringIssue) => string> {
  return v.string((issue) =>
    issue.received === 'undefined' || issue.received === 'null' ? 'required' : 'wrong-type',
  );
}

// One @, a dotted domain, ASCII throughout: SES can mail nothing else, and no look-alike letters can stand in
// for others (GitHub 2016). Dots stand singly within the local part (RFC 5321 §4.1.2), labels are host names.
const atom = String.raw`[\w!#$%&'*+/=?^\x60{|}~-]+`;
const label = String.raw`[A-Za-z\d]([A-Za-z\d-]{0,61}[A-Za-z\d])?`;
const topLabel = String.raw`[A-Za-z][A-Za-z\d-]{0,61}[A-Za-z\d]`;
const emailShape = new RegExp(String.raw`^(?=[^@]{1,64}@)${atom}(\.${atom})*@(${label}\.)+${topLabel}$`);

/**
 * An email address, trimmed and in lower case: the form in which it is stored and compared. RFC 5321 would allow
 * 254 characters; Cognito's user names end at 128.
 */
export const emailSchema = v.pipe(
  text(),
  v.trim(),
  v.nonEmpty('required'),
  v.maxLength(128, 'too-long'),
  v.regex(emailShape, 'invalid-email'),
  v.toLowerCase(),
);

/** Counts what a person would call characters well enough for a limit: code points, not UTF-16 units. */
function codePoints(value: string): number {
  return [...value].length;
}

/**
 * A new password: 8 to 128 characters of any kind (ASVS 6.2.1, 6.2.9, 6.2.5), never trimmed or cut. Cognito takes
 * none with space at its ends or a line break in it, so those are refused, not quietly changed.
 */
export const newPasswordSchema = v.pipe(
  text(),
  v.nonEmpty('required'),
  v.check((value) => codePoints(value) >= 8, 'too-short'),
  v.check((value) => codePoints(value) <= 128, 'too-long'),
  v.check((value) => value === value.trim() && !/[\r\n\u0085\u2028\u2029]/.test(value), 'password-spaces'),
);

/** A password given as proof: only bounded, since an old one may follow older rules. */
export const passwordProofSchema = v.pipe(text(), v.nonEmpty('required'), v.maxLength(1024, 'too-long'));

/** A person's name: letters of any script, marks, spaces, hyphens, apostrophes, full stops; 2 to 100 characters. */
export const nameSchema = v.pipe(
  text(),
  v.normalize('NFC'),
  v.trim(),
  v.nonEmpty('required'),
  v.check((value) => codePoints(value) >= 2, 'too-short'),
  v.check((value) => codePoints(value) <= 100, 'too-long'),
  v.regex(/^(?=.*\p{L})[\p{L}\p{M} \-'’.]+$/u, 'invalid-name'),
);

/** An optional text: absent, null and blank all mean null. */
function optionalText(maxLength: number) {
  const filled = v.pipe(
    text(),
    v.normalize('NFC'),
    v.trim(),
    v.check((value) => codePoints(value) <= maxLength, 'too-long'),
  );
  return v.pipe(
    v.nullish(filled, null),
    v.transform((value) => (value === '' ? null : value)),
  );
}

/** A company's name on a profile: free text of one line and at most 200 characters, or null. */
export const companyNameSchema = v.pipe(
  optionalText(200),
  v.check((value) => value === null || !/\p{Cc}/u.test(value), 'invalid-value'),
);

/** The name of a company of Latchkey's own: one line of 1 to 200 characters, none that turns its direction round. */
export const companyTitleSchema = v.pipe(
  text(),
  v.normalize('NFC'),
  v.trim(),
  v.nonEmpty('required'),
  v.check((value) => codePoints(value) <= 200, 'too-long'),
  v.check((value) => !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(value), 'invalid-value'),
);

/** A phone number as typed: `+`, digits, spaces, `-`, `()`; with a country code. Null when left blank. */
export const phoneInputSchema = v.pipe(
  optionalText(40),
  v.check((value) => value === null || /^\+[\d\s\-()]*\d[\d\s\-()]*$/.test(value), 'invalid-phone'),
);

/** Tells whether the runtime knows a time zone name (IANA zones and their links). */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** An IANA time zone, with links resolved to the name that the runtime prefers. */
export const timezoneSchema = v.pipe(
  text(),
  v.trim(),
  v.nonEmpty('required'),
  v.check(isTimezone, 'invalid-timezone'),
  v.transform((name) => new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone),
);

/** A mailed code: letters and digits in groups, in any case, as typed or from a link. */
export const codeSchema = v.pipe(
  text(),
  v.transform((value) => value.replaceAll(/[\s-]/g, '').toUpperCase()),
  v.nonEmpty('required'),
  v.regex(/^[0-9A-Z]{6,64}$/, 'invalid-code'),
);

/** What a right password was answered with, to be handed back with the second factor. */
export const challengeTokenSchema = v.pipe(
  text(),
  v.nonEmpty('required'),
  v.maxLength(4096, 'too-long'),
  v.regex(/^[A-Za-z0-9_-]+$/, 'invalid-value'),
);

/** The token of a mailed link. */
export const linkTokenSchema = v.pipe(
  text(),
  v.nonEmpty('required'),
  v.maxLength(400, 'too-long'),
  v.regex(/^[A-Za-z0-9_.~-]+$/, 'invalid-code'),
);

/** What somebody says is an id; one that names nothing is not found, whatever it looks like. */
export const idSchema = v.pipe(text(), v.nonEmpty('required'), v.maxLength(64, 'too-long'));

/** A moment in ISO 8601, UTC. */
export const timestampSchema = v.pipe(v.string(), v.isoTimestamp());

export const roleSchema = v.picklist(['owner', 'admin', 'member']);
export type Role = v.InferOutput<typeof roleSchema>;

export const accountStateSchema = v.picklist(['active', 'deletion-pending', 'disabled']);

/** The choices of an idle timeout in minutes; null is "never". */
export const sessionTimeoutSchema = v.nullable(
  v.picklist([15, 30, 60, 120], (issue) => (issue.received === 'undefined' ? 'required' : 'invalid-choice')),
);
