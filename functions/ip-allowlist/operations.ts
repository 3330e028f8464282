import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { etagOf } from '#functions/shared/etag.ts';
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
