/** The strong validator of a version (RFC 9110 §8.8.3). */
export function etagOf(version: number): string {
  return `"${String(version)}"`;
}

/** Tells whether `If-Match` lets a write of this version pass; absent or `*` lets any. */
export function matches(ifMatch: string | null, version: number): boolean {
  if (ifMatch === null) return true;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  return tags.includes('*') || tags.includes(etagOf(version));
}
