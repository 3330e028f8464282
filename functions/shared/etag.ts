/** The strong validator of a version, a count or an id (RFC 9110 §8.8.3). */
export function etagOf(version: number | string): string {
  return `"${String(version)}"`;
}

/** Tells whether `If-Match` lets a write of this version pass; absent or `*` lets any. */
export function matches(ifMatch: string | null, version: number | string): boolean {
  if (ifMatch === null) return true;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  return tags.includes('*') || tags.includes(etagOf(version));
}

/**
 * The versions over which `If-Match` lets a write pass, for one that reads nothing before it; null lets any. What is
 * no version of ours names one that never stands.
 */
export function versionsOf(ifMatch: string | null): number[] | null {
  if (ifMatch === null) return null;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.includes('*')) return null;
  return tags.slice(0, 10).map((tag) => Number(/^"(\d{1,15})"$/.exec(tag)?.[1] ?? -1));
}
