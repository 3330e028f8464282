import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Keeps Cognito's refresh token unreadable without the browser's secret: AES-256-GCM under a key derived from
 * it by HKDF, bound to account and session as associated data. A copy of the table opens nothing, and
 * deleting the item destroys the only copy.
 */
interface Owner {
  readonly accountId: string;
  readonly sessionId: string;
}

const ivBytes = 12;
const tagBytes = 16;

function keyFor(secret: string): Buffer {
  return Buffer.from(
    hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', 'latchkey refresh token v1', 32),
  );
}

function associated({ accountId, sessionId }: Owner): Buffer {
  return Buffer.from(`${accountId}\n${sessionId}`);
}

/** Encrypts a refresh token for one session; gives base64. */
export function sealToken(token: string, secret: string, owner: Owner): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret), iv).setAAD(associated(owner));
  const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Decrypts a sealed token; throws when the secret or the owner is another. */
export function openToken(sealed: string, secret: string, owner: Owner): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret), bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associated(owner)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  const opened = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
  return opened.toString('utf8');
}
