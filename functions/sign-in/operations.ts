import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { clearedSessionCookie, readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import * as contract from './contract.ts';
import type { SignInDeps } from './deps.ts';
import { secondFactor } from './second-factor.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

/** The operations of signing in and out, bound to their use-cases. */
export function signInOperations(deps: SignInDeps): BoundOperation[] {
  return [
    bind(contract.signIn, async ({ body, viewer, event }) => {
      const outcome = await signIn(deps, { ...body, viewer, replaces: readSessionCookie(event.cookies) });
      if (!outcome.ok) return outcome;
      if (outcome.status === 'signed-in')
        return { ok: true, body: { status: outcome.status }, cookies: [outcome.setCookie] };
      const { status, challenge, methods } = outcome;
      return { ok: true, body: { status, challenge, methods } };
    }),
    bind(contract.secondFactor, async ({ body, viewer, event }) => {
      const outcome = await secondFactor(deps, {
        ...body,
        viewer,
        replaces: readSessionCookie(event.cookies),
      });
      if (!outcome.ok) return outcome;
      const { setCookie, recoveryCodesLeft } = outcome;
      const left = recoveryCodesLeft === undefined ? {} : { recoveryCodesLeft };
      return { ok: true, body: { status: 'signed-in' as const, ...left }, cookies: [setCookie] };
    }),
    bind(contract.signOut, async ({ viewer, event }) => {
      const outcome = await signOut(deps, { cookie: readSessionCookie(event.cookies), viewer });
      return outcome.ok ? { ok: true, cookies: [clearedSessionCookie] } : outcome;
    }),
  ];
}
