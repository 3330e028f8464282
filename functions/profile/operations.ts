import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { etagOf } from '#functions/shared/etag.ts';
import * as contract from './contract.ts';
import { detectTimezone } from './detect-timezone.ts';
import { profileOf } from './profile-document.ts';
import { type ProfileDeps, saveProfile } from './save-profile.ts';

/** The operations of the profile, bound to their use-cases. */
export function profileOperations(deps: ProfileDeps): BoundOperation[] {
  return [
    bind(contract.getProfile, ({ auth }) => {
      const profile = profileOf(auth.account, deps.settings, deps.now());
      return Promise.resolve({ ok: true, body: profile, etag: etagOf(profile.version) });
    }),
    bind(contract.saveProfile, async ({ auth, body, ifMatch, viewer }) => {
      const outcome = await saveProfile(deps, { auth, input: body, ifMatch, viewer });
      if (!outcome.ok) return outcome;
      return { ok: true, body: outcome.profile, etag: etagOf(outcome.profile.version) };
    }),
    bind(contract.detectTimezone, async ({ auth, body, viewer }) => ({
      ok: true,
      body: await detectTimezone(deps, { auth, timezone: body.timezone, viewer }),
    })),
  ];
}
