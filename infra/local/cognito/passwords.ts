import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

import { CognitoError } from './errors.ts';
import type { PasswordPolicy } from './settings.ts';
import type { Password } from './state.ts';

/** Throws InvalidPasswordException, saying which rule of the policy is broken. */
export function checkPolicy(policy: PasswordPolicy, password: string): void {
  const rules: [boolean, string][] = [
    [password.length >= policy.minimumLength, 'Password not long enough'],
    [!policy.requireLowercase || /\p{Ll}/u.test(password), 'Password must have lowercase characters'],
    [!policy.requireUppercase || /\p{Lu}/u.test(password), 'Password must have uppercase characters'],
    [!policy.requireNumbers || /\d/.test(password), 'Password must have numeric characters'],
    [!policy.requireSymbols || /[\p{P}\p{S} ]/u.test(password), 'Password must have symbol characters'],
  ];
  const broken = rules.find(([kept]) => !kept);
  if (broken) {
    throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
  }
}

/** Hashes a password; `temporaryUntil` is null for one that its owner chose. */
export async function hashPassword(
  password: string,
  cost: number,
  temporaryUntil: number | null,
): Promise<Password> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return { salt: salt.toString('base64'), hash: hash.toString('base64'), cost, temporaryUntil };
}

/**
 * Whether a password is the stored one. Without a stored one (an unknown user) it does the same work and says no, so
 * that the time of the answer doesn't tell who has an account.
 */
export async function passwordMatches(
  stored: Password | undefined,
  password: string,
  cost: number,
): Promise<boolean> {
  const salt = stored ? Buffer.from(stored.salt, 'base64') : randomBytes(16);
  const hash = await derive(password, salt, stored?.cost ?? cost);
  return stored !== undefined && timingSafeEqual(hash, Buffer.from(stored.hash, 'base64'));
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
