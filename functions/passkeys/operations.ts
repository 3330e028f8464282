import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { addPasskey } from './add-passkey.ts';
import { beginPasskeySignIn } from './begin-passkey-sign-in.ts';
import * as contract from './contract.ts';
import type { PasskeyDeps } from './deps.ts';
import { finishPasskeySignIn } from './finish-passkey-sign-in.ts';
import { listPasskeys, shown } from './list-passkeys.ts';
import { removePasskey } from './remove-passkey.ts';
import { renamePasskey, type RenamePasskeyDeps } from './rename-passkey.ts';
import { startPasskey } from './start-passkey.ts';

/** What of passkeys needs the table alone. */
export function passkeyListOperations(deps: RenamePasskeyDeps): BoundOperation[] {
  return [
    bind(contract.listPasskeys, async ({ auth }) => ({
      ok: true,
      body: await listPasskeys(deps.table, auth.account.accountId),
    })),
    bind(contract.renamePasskey, ({ auth, params, body, viewer }) =>
      renamePasskey(deps, { account: auth.account, id: params.id, name: body.name, viewer }),
    ),
  ];
}

/** What of passkeys asks Cognito: adding, removing, signing in. */
export function passkeyOperations(deps: PasskeyDeps): BoundOperation[] {
  return [
    bind(contract.startPasskey, async ({ auth, viewer }) => {
      const outcome = await startPasskey(deps, { auth, viewer });
      return outcome.ok ? { ok: true, body: { options: outcome.options } } : outcome;
    }),
    bind(contract.addPasskey, async ({ auth, body, viewer }) => {
      const outcome = await addPasskey(deps, { auth, ...body, viewer });
      if (!outcome.ok) return outcome;
      const cookies = outcome.setCookie === undefined ? [] : [outcome.setCookie];
      return { ok: true, body: shown(outcome.passkey), cookies };
    }),
    bind(contract.removePasskey, async ({ auth, params, viewer }) => {
      const outcome = await removePasskey(deps, { auth, id: params.id, viewer });
      return outcome.ok ? { ok: true, cookies: [outcome.setCookie] } : outcome;
    }),
    bind(contract.beginPasskeySignIn, async ({ body }) => ({
      ok: true,
      body: await beginPasskeySignIn(deps, body.email),
    })),
    bind(contract.finishPasskeySignIn, async ({ body, viewer, event }) => {
      const replaces = readSessionCookie(event.cookies);
      const outcome = await finishPasskeySignIn(deps, { ...body, viewer, replaces });
      return outcome.ok
        ? { ok: true, body: { status: 'signed-in' as const }, cookies: [outcome.setCookie] }
        : outcome;
    }),
  ];
}
