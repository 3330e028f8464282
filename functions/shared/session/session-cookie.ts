import { createHash, randomBytes } from 'node:crypto';

/**
 * The one thing a browser holds. `__Host-` binds it to this host over HTTPS, `Http` bars scripts from making
 * it; SameSite=Lax, so that a person who follows a mailed link arrives signed in (DESIGN section 3).
 */
export const cookieName = '__Host-Http-latchkey';

export interface SessionCookie {
  readonly accountId: string;
  readonly companyId: string;
  /** 256 random bits in base64url. */
  readonly secret: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Finds the session cookie among `name=value` pairs; null when it is absent or malformed. */
export function readSessionCookie(cookies: readonly string[] | undefined): SessionCookie | null {
  const prefix = `${cookieName}=`;
  const found = cookies?.filter((cookie) => cookie.startsWith(prefix)) ?? [];
  // Two cookies of this name can't come from a browser that honours the prefix.
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  const [accountId, companyId, secret, rest] = only.slice(prefix.length).split('.');
  if (accountId === undefined || companyId === undefined || secret === undefined || rest !== undefined)
    return null;
  if (!uuid.test(accountId) || !uuid.test(companyId) || !/^[A-Za-z0-9_-]{43}$/.test(secret)) return null;
  return { accountId, companyId, secret };
}

/** A new secret of 256 random bits. */
export function newSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What the table keeps of a secret: its SHA-256. A random secret of 256 bits needs no salt or stretching. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** The `Set-Cookie` that hands a session to the browser until `maxAgeSeconds` have passed. */
export function sessionCookie(cookie: SessionCookie, maxAgeSeconds: number): string {
  const value = `${cookie.accountId}.${cookie.companyId}.${cookie.secret}`;
  return `${cookieName}=${value}; Path=/; Max-Age=${String(maxAgeSeconds)}; Secure; HttpOnly; SameSite=Lax`;
}

/** The `Set-Cookie` that takes the session away. */
export const clearedSessionCookie = `${cookieName}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax`;
