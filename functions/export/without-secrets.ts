/** What an item is stored under, and swept by: our own affair. */
const storage = new Set(['pk', 'sk', 'gsi1pk', 'gsi1sk', 'expiresAtSeconds', 'salt', 'erasedUnder']);

/**
 * What opens something, or is derived from what does, by its name. An export says much about a person, and must not
 * let whoever finds it be that person.
 */
const secret =
  /secret|hash|token|sealed|cipher|credential(?!Id)|password|passphrase|p256dh|^auth$|^endpoint$|^code$|apiKey|api_key|privateKey|signature/i;

/** A value as it goes into an export: without what is secret, its sets as lists, its bytes left out. */
export function withoutSecrets(value: unknown): unknown {
  if (value instanceof Set) return [...value].map(withoutSecrets);
  if (value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !storage.has(name) && !secret.test(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutSecrets(inner)]));
}
