import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as v from 'valibot';

const ivBytes = 12;
const tagBytes = 16;

/** Each purpose has a key of its own, so that what was sealed for one opens nothing of another. */
function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `latchkey ${purpose}`, 32));
}

/**
 * Seals a value (AES-256-GCM) that a browser carries from one step to the next: it can neither read nor change it, and
 * nothing has to be stored between the two. Gives base64url.
 */
export function seal(secret: string, purpose: string, value: unknown): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens what was sealed for a purpose under any of the valid secrets; null when it wasn't. */
export function unseal<const S extends v.GenericSchema>(
  secrets: readonly string[],
  purpose: string,
  sealed: string,
  schema: S,
): v.InferOutput<S> | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= ivBytes + tagBytes) return null;
  for (const secret of secrets) {
    const text = decrypt(keyFor(secret, purpose), bytes);
    if (text !== null) return v.parse(schema, JSON.parse(text));
  }
  return null;
}

function decrypt(key: Buffer, bytes: Buffer): string | null {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    return opened.toString('utf8');
  } catch {
    return null;
  }
}
