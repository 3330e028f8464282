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
