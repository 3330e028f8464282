import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { etagOf } from '#functions/shared/etag.ts';
import { type AvatarDeps, removeAvatar, saveAvatar } from './change-avatar.ts';
import * as contract from './contract.ts';

/** The operations of the profile photo, bound to their use-cases. */
export function avatarOperations(deps: AvatarDeps): BoundOperation[] {
  return [
    bind(contract.saveAvatar, async ({ auth, bytes, viewer }) => {
      const outcome = await saveAvatar(deps, { account: auth.account, bytes, viewer });
      if (!outcome.ok) return outcome;
      const { avatarUrl, version } = outcome;
      return { ok: true, body: { avatarUrl, version } };
    }),
    bind(contract.removeAvatar, async ({ auth, viewer }) => {
      const outcome = await removeAvatar(deps, { account: auth.account, viewer });
      return outcome.ok ? { ok: true, etag: etagOf(outcome.version) } : outcome;
    }),
  ];
}
