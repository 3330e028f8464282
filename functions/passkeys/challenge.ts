import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { after, isPast, minutes } from '#functions/shared/clock.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import { seal, unseal } from '#functions/shared/sealed.ts';

/** No shorter than Cognito's session in it, which is the one that counts. */
export const challengeLife = 5 * minutes;

/** Cognito's sessions have at most 2,048 characters; with the rest every challenge fits, and all are as long. */
const sealedLength = 2400;
const purpose = 'passkey sign-in v1';

const challengeSchema = v.object({
  accountId: v.string(),
  /** The address that was typed: failures count together with those of the password. */
  email: v.string(),
  /** Cognito's; a random one where Cognito asked nobody. */
  session: v.string(),
  begunAt: timestampSchema,
});
export type Challenge = v.InferOutput<typeof challengeSchema>;

/** A session that no sign-in has, for an address that can't sign in with a passkey: answering it fails in Cognito. */
export function nobodysSession(): string {
  return randomBytes(700).toString('base64url');
}

/** Seals a challenge; all have the same length, whatever is in them. */
export function sealChallenge(secret: string, challenge: Challenge): string {
  const padding = ' '.repeat(Math.max(0, sealedLength - JSON.stringify(challenge).length));
  return seal(secret, purpose, { ...challenge, padding });
}

/** Opens a challenge under any of the valid secrets; null when it is forged or too old. */
export function openChallenge(secrets: readonly string[], sealed: string, now: Date): Challenge | null {
  const challenge = unseal(secrets, purpose, sealed, challengeSchema);
  if (challenge === null) return null;
  return isPast(after(new Date(challenge.begunAt), challengeLife).toISOString(), now) ? null : challenge;
}
