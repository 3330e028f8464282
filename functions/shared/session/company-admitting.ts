import type { Account } from '../account-item.ts';
import type { Company } from '../company-item.ts';
import { admit, wouldAdmit } from '../ip/admit.ts';
import type { Refusal } from '../outcome.ts';
import type { Viewer } from '../viewer.ts';
import { companyToOpen, type CompanyToOpenDeps, otherCompanies } from './company-to-open.ts';

/**
 * The company to open: the usual one, where it and the person's own list allow the address; else another of
 * theirs that does. One company's restrictions keep nobody out of what is not that company's.
 */
export async function companyAdmitting(
  deps: CompanyToOpenDeps,
  account: Account,
  viewer: Viewer,
): Promise<Company | Refusal> {
  const usual = await companyToOpen(deps, account);
  const admission = { account, viewer, at: 'sign-in', sensitive: false } as const;
  if (!(await wouldAdmit(deps, { ...admission, company: usual }))) {
    for (const company of await otherCompanies(deps.table, account.accountId, usual.companyId)) {
      if (await wouldAdmit(deps, { ...admission, company })) return company;
    }
  }
  return (await admit(deps, { ...admission, company: usual })) ?? usual;
}

/**
 * Where a session goes that leaves this company: one of the person's others, if there is any, and if there is one
 * that allows the address, such a one.
 */
export async function nextCompany(
  deps: CompanyToOpenDeps,
  account: Account,
  leaving: { companyId: string; viewer: Viewer },
): Promise<string | null> {
  const others = await otherCompanies(deps.table, account.accountId, leaving.companyId);
  for (const company of others) {
    if (await wouldAdmit(deps, { account, company, viewer: leaving.viewer, sensitive: false }))
      return company.companyId;
  }
  return others[0]?.companyId ?? null;
}
