import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { after, isPast, minutes } from '#functions/shared/clock.ts';
import { timestampSchema } from '#functions/shared/fields.ts';

/** As long as Cognito's session in it (`authSessionValidity` in infra/stacks/identity-stack.ts). */
const challengeLife = 5 * minutes;

const ivBytes = 12;
const tagBytes = 16;

const challengeSchema = v.object({
  accountId: v.string(),
  /** The address that was typed: failures of the second factor count together with those of the password. */
  email: v.string(),
  /** Cognito's session; null when it has no authenticator to ask for. */
  session: v.nullable(v.string()),
  provenAt: timestampSchema,
});

/** That a password was right, for whom and when: what stands between the two steps of signing in. */
export type Challenge = v.InferOutput<typeof challengeSchema>;

function keyFrom(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'latchkey sign-in challenge v1', 32));
}

/**
 * Seals a challenge (AES-256-GCM under a key from the code secret), so that the browser can carry it without
 * reading or changing it and nothing needs to be stored before the second factor is right.
 */
export function sealChallenge(secret: string, challenge: Challenge): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(secret), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(challenge), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens a challenge under any of the valid secrets; null when it is forged or older than five minutes. */
export function openChallenge(secrets: readonly string[], sealed: string, now: Date): Challenge | null {
  const bytes = Buffer.from(sealed, 'base64url');
  for (const secret of secrets) {
    const challenge = decrypt(secret, bytes);
    if (challenge === null) continue;
    return isPast(after(new Date(challenge.provenAt), challengeLife).toISOString(), now) ? null : challenge;
  }
  return null;
}

function decrypt(secret: string, bytes: Buffer): Challenge | null {
  if (bytes.length <= ivBytes + tagBytes) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFrom(secret), bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    return v.parse(challengeSchema, JSON.parse(text.toString('utf8')));
  } catch {
    return null;
  }
}
