import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The pairs that a ciphertext is bound to; KMS calls them its encryption context. */
export type Context = Readonly<Record<string, string>>;

const versionByte = 1;
const idLength = 16;
const nonceLength = 12;
const tagLength = 16;

/** The context as bytes; the order of its pairs says nothing. */
function canonical(context: Context): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs), 'utf8');
}

/** AES-256-GCM over the plaintext; the ciphertext names its key, as KMS's does, and is bound to the context. */
export function seal(keyId: Buffer, key: Buffer, plaintext: Buffer, context: Context): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(canonical(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(versionByte), keyId, nonce, cipher.getAuthTag(), body]);
}

/** The id of the key that a ciphertext names; null for what is no ciphertext. */
export function keyIdOf(sealed: Buffer): Buffer | null {
  const whole = sealed.length >= 1 + idLength + nonceLength + tagLength && sealed[0] === versionByte;
  return whole ? sealed.subarray(1, 1 + idLength) : null;
}

/** The plaintext; null where the key, the context or a single bit is another. */
export function open(key: Buffer, sealed: Buffer, context: Context): Buffer | null {
  const [nonceAt, tagAt] = [1 + idLength, 1 + idLength + nonceLength];
  const bodyAt = tagAt + tagLength;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(nonceAt, tagAt))
    .setAAD(canonical(context))
    .setAuthTag(sealed.subarray(tagAt, bodyAt));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(bodyAt)), decipher.final()]);
  } catch {
    return null;
  }
}
