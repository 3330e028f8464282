import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { etagOf } from '#functions/shared/etag.ts';
import { companyDocument } from './company-document.ts';
import * as contract from './contract.ts';
import { createCompany } from './create-company.ts';
import { deleteCompany } from './delete-company.ts';
import type { CompaniesDeps } from './deps.ts';
import { listCompanies } from './list-companies.ts';
import { renameCompany } from './rename-company.ts';
import { switchCompany } from './switch-company.ts';

/** The operations of companies, bound to their use-cases. */
export function companyOperations(deps: CompaniesDeps): BoundOperation[] {
  return [
    bind(contract.listCompanies, async ({ auth }) => ({
      ok: true,
      body: { companies: await listCompanies(deps.table, auth.account.accountId) },
    })),
    bind(contract.createCompany, async ({ auth, body, viewer }) => {
      const outcome = await createCompany(deps, { account: auth.account, name: body.name, viewer });
      return outcome.ok ? { ok: true, body: { id: outcome.id } } : outcome;
    }),
    bind(contract.switchCompany, async ({ auth, body, viewer }) => {
      const outcome = await switchCompany(deps, { auth, companyId: body.companyId, viewer });
      return outcome.ok
        ? { ok: true, body: { company: outcome.company }, cookies: [outcome.setCookie] }
        : outcome;
    }),
    bind(contract.getCompany, ({ auth }) =>
      Promise.resolve({ ok: true, body: companyDocument(auth), etag: etagOf(auth.company.version) }),
    ),
    bind(contract.renameCompany, async ({ auth, body, ifMatch, viewer }) => {
      const outcome = await renameCompany(deps, { auth, name: body.name, ifMatch, viewer });
      return outcome.ok
        ? { ok: true, body: outcome.company, etag: etagOf(outcome.company.version) }
        : outcome;
    }),
    bind(contract.deleteCompany, async ({ auth, viewer }) => {
      const outcome = await deleteCompany(deps, { auth, viewer });
      return outcome.ok ? { ok: true, cookies: [outcome.setCookie] } : outcome;
    }),
  ];
}
