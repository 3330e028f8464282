import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The code that a text message carries, derived from the request for it and never stored (decision 001). Six digits,
 * which phones offer to type by themselves; the tries at one are capped.
 */
export function phoneCode(secret: string, requestId: string): string {
  const digest = createHmac('sha256', secret).update(`phone\n${requestId}`).digest();
  return String(digest.readBigUInt64BE() % 1_000_000n).padStart(6, '0');
}

/** Tells in constant time whether a code is that of the request, under any of the valid secrets. */
export function isPhoneCode(secrets: readonly string[], requestId: string, code: string): boolean {
  const given = Buffer.from(code);
  let matches = false;
  for (const secret of secrets) {
    const expected = Buffer.from(phoneCode(secret, requestId));
    if (expected.length === given.length && timingSafeEqual(expected, given)) matches = true;
  }
  return matches;
}

/** A number as logs may tell it: its last two digits. */
export function phoneEnding(number: string): string {
  return number.slice(-2);
}
