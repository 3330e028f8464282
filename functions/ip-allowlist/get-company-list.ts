import type { OutputOf } from '#functions/shared/contract.ts';
import { readCompanyList } from '#functions/shared/ip/company-list-item.ts';
import { compiledLists } from '#functions/shared/ip/compiled-lists.ts';
import { companyDocument } from './company-document.ts';
import type { checkAddress as checkContract } from './contract.ts';
import type { CompanyList } from './documents.ts';
import type { Caller, IpAllowlistDeps } from './deps.ts';
import { settleTrial } from './revert-enforcement.ts';

/** A company's restrictions; enforcement that ran out unconfirmed is written down as reverted by the way. */
export async function getCompanyList(deps: IpAllowlistDeps, { auth, viewer }: Caller): Promise<CompanyList> {
  const company = await settleTrial(deps, auth.company, auth.account.accountId);
  return companyDocument(deps, company, await readCompanyList(deps.table, company), viewer);
}

/** Tells whether an address would pass the company's list, were it enforced, and by which entry. */
export async function checkAddress(
  deps: IpAllowlistDeps,
  { auth }: Caller,
  ip: string,
): Promise<OutputOf<typeof checkContract>> {
  const now = deps.now();
  const entries = await readCompanyList(deps.table, auth.company);
  const list = await compiledLists(deps.table).company(auth.company);
  const [narrowest] = list.matching(ip, now);
  const found = entries.find(({ cidr }) => cidr === narrowest);
  if (found === undefined) return { allowed: false, matchedBy: null };
  const { cidr, label, expiresAt } = found;
  return { allowed: true, matchedBy: { cidr, label, expiresAt } };
}
