import { createHmac, timingSafeEqual } from 'node:crypto';

export type CodePurpose =
  | 'sign-up'
  | 'password-reset'
  | 'email-change-confirm'
  | 'email-change-cancel'
  | 'email-change-revert'
  | 'recovery-start'
  | 'recovery-cancel'
  | 'deletion-cancel'
  | 'invitation'
  | 'not-me';

/** Crockford's base 32: no I, L, O, U, so that a code survives being read aloud and typed. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Characters of a code at 5 bits each. A sign-up code may be typed by hand, so it is short (50 bits) and its
 * tries are capped; the others are only ever followed as links and carry 130 bits (ASVS 6.5.2).
 */
const lengths = {
  'sign-up': 10,
  'password-reset': 26,
  'email-change-confirm': 26,
  'email-change-cancel': 26,
  'email-change-revert': 26,
  'recovery-start': 26,
  'recovery-cancel': 26,
  'deletion-cancel': 26,
  invitation: 26,
  'not-me': 26,
} as const satisfies Record<CodePurpose, number>;

/**
 * The code that a mail carries, derived from the event that causes the mail. It is never stored: the function
 * that checks it and the mailer that writes it both derive it (docs/decisions/001-our-own-mailed-codes.md).
 */
export function deriveCode(secret: string, purpose: CodePurpose, eventId: string): string {
  const bytes = createHmac('sha256', secret).update(`${purpose}\n${eventId}`).digest();
  return writeBase32(bytes, lengths[purpose]);
}

/** Writes bytes as so many characters of 5 bits each, from the last byte backwards. */
export function writeBase32(bytes: Uint8Array, characters: number): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let code = '';
  for (let i = 0; i < characters; i += 1) {
    code += alphabet.charAt(Number(bits & 31n));
    bits >>= 5n;
  }
  return code;
}

/** A typed code as it was written: letters that look like digits are read as the digits, in upper case. */
export function foldCode(code: string): string {
  return code.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/**
 * Tells whether a code from outside is the one of this event under any of the valid secrets (two while one is
 * being rotated), in constant time. Letters that look like digits are read as the digits.
 */
export function codeMatches(
  secrets: readonly string[],
  purpose: CodePurpose,
  eventId: string,
  code: string,
): boolean {
  const given = Buffer.from(foldCode(code));
  let matches = false;
  for (const secret of secrets) {
    const expected = Buffer.from(deriveCode(secret, purpose, eventId));
    if (expected.length === given.length && timingSafeEqual(expected, given)) matches = true;
  }
  return matches;
}

/** How a code of 10 characters is shown in a mail and on the page: `AB12C-DE34F`. */
export function formatCode(code: string): string {
  return code.replaceAll(/(.{5})(?=.)/g, '$1-');
}

/** The token of a link that belongs to an account: enough to find what it is about without a search. */
export function linkToken(accountId: string, eventId: string, code: string): string {
  return `${accountId}.${eventId}.${code}`;
}

/** The parts of a link token, or null when it is not one. */
export function parseLinkToken(token: string): { accountId: string; eventId: string; code: string } | null {
  const [accountId, eventId, code, rest] = token.split('.');
  if (accountId === undefined || eventId === undefined || code === undefined || rest !== undefined)
    return null;
  const uuid = /^[0-9a-f-]{36}$/;
  return uuid.test(accountId) && uuid.test(eventId) ? { accountId, eventId, code } : null;
}

/**
 * Whom and what a link is about, if its token is one of ours for this purpose; null for every other, whatever is
 * wrong with it.
 */
export async function readLink(
  readCodeSecret: () => Promise<readonly string[]>,
  purpose: CodePurpose,
  token: string,
): Promise<{ accountId: string; eventId: string } | null> {
  const parts = parseLinkToken(token);
  if (parts === null) return null;
  const { accountId, eventId, code } = parts;
  return codeMatches(await readCodeSecret(), purpose, eventId, code) ? { accountId, eventId } : null;
}
