import { beginPasskeySignIn, finishPasskeySignIn } from '#functions/passkeys/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { usePasskey } from '#lib/webauthn.ts';
import { passkeySignInTexts as texts } from '../auth-texts.ts';

/** How signing in with a passkey ended; a sentence where the browser had none to use, or the person stopped it. */
export type PasskeySignIn =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly ok: false; readonly sentence: string };

/** Signs in with a passkey that the browser has for this site. */
export async function signInWithPasskey(email: string): Promise<PasskeySignIn> {
  const begun = await call(beginPasskeySignIn, { body: { email } });
  if (!begun.ok) return begun;
  const { challenge, options } = begun.data;
  const asked = await usePasskey(options);
  if (!asked.ok)
    return { ok: false, sentence: asked.why === 'unsupported' ? texts.unsupported : texts.cancelled };
  const finished = await call(finishPasskeySignIn, { body: { challenge, credential: asked.credential } });
  if (finished.ok) return { ok: true };
  return finished.problem.reason === 'challenge-expired' ? { ok: false, sentence: texts.tooLate } : finished;
}
