import { goto } from '$app/navigation';
import { signInPath } from '#lib/next-path.ts';
import { deletion } from '#lib/state/deletion.svelte.ts';
import { proof } from '#lib/state/proof.svelte.ts';
import { refusal } from '#lib/state/refusal.svelte.ts';
import { unsaved } from '#lib/state/unsaved.svelte.ts';
import { createCall } from './client.ts';

/** `call(contract, { body, params, ifMatch, … })`: see createCall. */
export const call = createCall({
  transport: {
    fetch: (...given) => fetch(...given),
    online: () => navigator.onLine,
    timeoutMilliseconds: 10_000,
  },
  stepUp: () => proof.ask('step-up'),
  signedOut: async () => {
    // What was typed must not be lost: sign in here and go on.
    if (unsaved.dirty) return proof.ask('sign-in');
    await goto(signInPath(location), { replace: true });
    return false;
  },
  deletionPending: () => {
    deletion.pending = true;
    // Everywhere in the settings their layout shows what is left to do; other pages lead there.
    if (!location.pathname.startsWith('/settings')) void goto('/settings', { replace: true });
  },
  refused: (problem) => (refusal.current = problem),
});
