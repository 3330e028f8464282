import { nobody } from '#functions/shared/erasure/nobody.ts';

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

/** Tells whether something, or anything in it, names the person: by their id or an address, since others bear the name. */
export function names(value: unknown, who: Replacement): boolean {
  if (value instanceof Uint8Array) return false;
  if (value instanceof Set) return names([...value], who);
  if (Array.isArray(value)) return value.some((entry) => names(entry, who));
  if (typeof value === 'object' && value !== null) return Object.values(value).some((one) => names(one, who));
  return typeof value === 'string' && withoutMarks(value, who) !== value;
}

/** Attributes that hold the product's own words and keys: whoever is called “member” is not meant by a role. */
const ownWords: ReadonlySet<string> = new Set([
  ...['pk', 'sk', 'gsi1pk', 'gsi1sk', 'type', 'kind', 'device'],
  ...['role', 'oldRole', 'cause', 'status'],
]);

/** A copy of a stored value without the person in it: ids become the pseudonym, names and addresses nobody's. */
export function pseudonymise(value: unknown, who: Replacement): unknown {
  if (typeof value === 'string') return who.values.includes(value) ? nobody : withoutMarks(value, who);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (value instanceof Set) return new Set([...value].map((entry) => pseudonymise(entry, who)));
  if (Array.isArray(value)) return value.map((entry) => pseudonymise(entry, who));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      pseudonymise(entry, ownWords.has(key) ? { ...who, values: [] } : who),
    ]),
  );
}

function withoutMarks(text: string, { accountId, pseudonym, emails }: Replacement): string {
  const withoutId = text.replaceAll(accountId, pseudonym);
  const said = withoutId.toLowerCase();
  return emails
    .filter((email) => said.includes(email.toLowerCase()))
    .reduce((rest, email) => rest.replaceAll(wholeAddress(email), nobody), withoutId);
}

/** An address where it is one, in whatever case, and not the end or the beginning of somebody else's longer one. */
function wholeAddress(email: string): RegExp {
  const before = String.raw`(?<![\p{L}\p{N}._+-]|[\p{L}\p{N}]['!$*^{|}~${'`'}])`;
  const after = String.raw`(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`;
  const escaped = email.replaceAll(
    /[^\p{L}\p{N}]/gu,
    (sign) => `\\u{${sign.codePointAt(0)?.toString(16) ?? ''}}`,
  );
  return new RegExp(`${before}${escaped}${after}`, 'giu');
}
