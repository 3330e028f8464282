import { randomBytes } from 'node:crypto';

/** A new salt of a line: 128 random bits. */
export function newSalt(): string {
  return randomBytes(16).toString('base64url');
}
