import * as v from 'valibot';
import { after, isPast, minutes } from '#functions/shared/clock.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import { seal, unseal } from '#functions/shared/sealed.ts';

/** As long as Cognito's session in it (`authSessionValidity` in infra/stacks/identity-stack.ts). */
const challengeLife = 5 * minutes;
const purpose = 'sign-in challenge v1';

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

/** Seals a challenge, so that nothing needs to be stored before the second factor is right. */
export function sealChallenge(secret: string, challenge: Challenge): string {
  return seal(secret, purpose, challenge);
}

/** Opens a challenge under any of the valid secrets; null when it is forged or older than five minutes. */
export function openChallenge(secrets: readonly string[], sealed: string, now: Date): Challenge | null {
  const challenge = unseal(secrets, purpose, sealed, challengeSchema);
  if (challenge === null) return null;
  return isPast(after(new Date(challenge.provenAt), challengeLife).toISOString(), now) ? null : challenge;
}
