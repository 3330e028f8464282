import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { etagOf } from '#functions/shared/etag.ts';
import { breakGlass, type BreakGlassDeps } from './break-glass.ts';
import { breakGlass as breakGlassContract } from './break-glass-contract.ts';
import { confirmEnforcement } from './confirm-enforcement.ts';
import * as contract from './contract.ts';
import type { IpAllowlistDeps } from './deps.ts';
import { checkAddress, getCompanyList } from './get-company-list.ts';
import { getOwnList, saveOwnList } from './own-list.ts';
import { saveCompanyList } from './save-company-list.ts';

/** An answer with a list: its version is its `ETag`. */
function answer<T extends { readonly version: number }>(list: T) {
  return { ok: true, body: list, etag: etagOf(list.version) } as const;
}

/** The operations of IP restrictions that need the table alone, bound to their use-cases. */
export function ipAllowlistOperations(deps: IpAllowlistDeps): BoundOperation[] {
  return [
    bind(contract.getOwnList, async ({ auth, viewer }) =>
      answer(await getOwnList(deps, auth.account, viewer)),
    ),
    bind(contract.saveOwnList, async ({ auth, viewer, body, ifMatch }) => {
      const outcome = await saveOwnList(deps, { auth, viewer, lines: body.entries, ifMatch });
      return outcome.ok ? answer(outcome.list) : outcome;
    }),
    bind(contract.getCompanyList, async ({ auth, viewer }) =>
      answer(await getCompanyList(deps, { auth, viewer })),
    ),
    bind(contract.saveCompanyList, async ({ auth, viewer, body, ifMatch }) => {
      const outcome = await saveCompanyList(deps, { auth, viewer, input: body, ifMatch });
      return outcome.ok ? answer(outcome.list) : outcome;
    }),
    bind(contract.checkAddress, async ({ auth, viewer, body }) => ({
      ok: true,
      body: await checkAddress(deps, { auth, viewer }, body.ip),
    })),
    bind(contract.confirmEnforcement, async ({ auth, viewer }) => {
      const outcome = await confirmEnforcement(deps, { auth, viewer });
      return outcome.ok ? answer(outcome.list) : outcome;
    }),
  ];
}

/** The operation of IP restrictions that asks Cognito for proofs. */
export function breakGlassOperations(deps: BreakGlassDeps): BoundOperation[] {
  return [
    bind(breakGlassContract, async ({ body, viewer, event }) => {
      const { email = null, password, code, recoveryCode } = body;
      const cookie = readSessionCookie(event.cookies);
      const outcome = await breakGlass(deps, { email, cookie, password, code, recoveryCode, viewer });
      return outcome.ok ? { ok: true, body: { until: outcome.until } } : outcome;
    }),
  ];
}
