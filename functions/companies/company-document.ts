import type { Place } from '#functions/shared/company-item.ts';
import type { CompanyDocument } from './contract.ts';

/** The company as one of its members sees it. */
export function companyDocument({ company, membership }: Place): CompanyDocument {
  const { companyId, name, members, owners, createdAt, version } = company;
  return { id: companyId, name, role: membership.role, members, owners, createdAt, version };
}
