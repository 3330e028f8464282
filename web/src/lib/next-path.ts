const home = '/settings';

/**
 * Where to go after signing in: the `next` parameter when it is a path of this site, else the settings. What a
 * browser would read as another origin (`//host`, `/\host`, `https:…`, control characters) is refused.
 */
export function nextPath(next: string | null): string {
  if (next === null || !/^\/(?![/\\])[^\\\p{C}]*$/u.test(next)) return home;
  const base = 'https://site.invalid';
  const url = new URL(next, base);
  // `/..//host` is a path until its dots are resolved.
  if (url.origin !== base || url.pathname.startsWith('//')) return home;
  // The sign-in page itself would lead nowhere.
  if (url.pathname === '/sign-in' || url.pathname === '/') return home;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page, with the way back to the given place. */
export function signInPath({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  const next = nextPath(`${pathname}${search}`);
  return next === home ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}
