import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { clearedSessionCookie, readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import * as contract from './contract.ts';
import { signIn, type SignInDeps } from './sign-in.ts';
import { signOut } from './sign-out.ts';

/** The operations of signing in and out, bound to their use-cases. */
export function signInOperations(deps: SignInDeps): BoundOperation[] {
  return [
    bind(contract.signIn, async ({ body, viewer, event }) => {
      const outcome = await signIn(deps, { ...body, viewer, replaces: readSessionCookie(event.cookies) });
      return outcome.ok
        ? { ok: true, body: { status: 'signed-in' as const }, cookies: [outcome.setCookie] }
        : outcome;
    }),
    bind(contract.signOut, async ({ viewer, event }) => {
      const outcome = await signOut(deps, { cookie: readSessionCookie(event.cookies), viewer });
      return outcome.ok ? { ok: true, cookies: [clearedSessionCookie] } : outcome;
    }),
  ];
}
