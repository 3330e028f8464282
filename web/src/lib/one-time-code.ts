/** Tells whether something typed is a code of an authenticator app: six digits, with spaces anywhere. */
export function isSixDigits(typed: string): boolean {
  return /^\d{6}$/.test(typed.replaceAll(/\s/g, ''));
}

/** What a code is by its looks: an authenticator app's, else a recovery code. */
export function methodOf(typed: string): 'totp' | 'recovery-code' {
  return isSixDigits(typed) ? 'totp' : 'recovery-code';
}
