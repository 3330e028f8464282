/** What names a person, and what stands there instead. */
export interface Replacement {
  readonly accountId: string;
  readonly pseudonym: string;
  /** Addresses, present and former. */
  readonly emails: readonly string[];
  /** Whole values only: a name may be an everyday word. */
  readonly values: readonly string[];
  /** The number of the receipt under which this is done. */
  readonly receipt: string;
  /** Their addresses and names are not known any more: what a line says beyond what happened and when, goes. */
  readonly unknown?: boolean;
}

/** What a name or an address is replaced by in what others keep. */
const nobody = 'Deleted user';

/** Tells whether something, or anything in it, names the person. */
export function names(value: unknown, who: Replacement): boolean {
  const text = JSON.stringify([value]);
  return [who.accountId, ...who.emails].some((mark) => text.includes(JSON.stringify(mark).slice(1, -1)));
}

/** A copy of a stored value without the person in it: ids become the pseudonym, names and addresses nobody's. */
export function pseudonymise(value: unknown, who: Replacement): unknown {
  if (typeof value === 'string') return inText(value, who);
  if (Array.isArray(value)) return value.map((entry) => pseudonymise(entry, who));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, pseudonymise(entry, who)]));
}

function inText(text: string, { accountId, pseudonym, emails, values }: Replacement): string {
  if (values.includes(text)) return nobody;
  const withoutId = text.replaceAll(accountId, pseudonym);
  return emails.reduce((rest, email) => rest.replaceAll(email, nobody), withoutId);
}
