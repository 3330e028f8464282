import { commit } from '#functions/shared/aws/transaction.ts';
import { type CompanyOfAccount, readPlaces } from '#functions/shared/company-item.ts';
import { admit } from '#functions/shared/ip/admit.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { changeCompany } from '#functions/shared/session/change-company.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { CompaniesDeps } from './deps.ts';

/**
 * Takes the session to another company of its person; the next sign-in opens that one, too. An unknown company
 * and one of others are not found alike.
 */
export async function switchCompany(
  deps: CompaniesDeps,
  command: { auth: Authenticated; companyId: string; viewer: Viewer },
): Promise<Outcome<{ company: CompanyOfAccount; setCookie: string }>> {
  const { auth, companyId, viewer } = command;
  const [place] = await readPlaces(deps.table, auth.account.accountId, [companyId]);
  if (place === undefined) return refuse('not-found');
  const { company: target } = place;
  const admission = {
    account: auth.account,
    company: target,
    viewer,
    at: 'session',
    sensitive: false,
  } as const;
  // Once there, every request would be refused, the one that leads back included.
  const refusal = await admit(deps, admission);
  if (refusal !== null) return refusal;
  const changed = changeCompany(deps, auth, { companyId, cause: 'asked', viewer });
  const lost = await commit(deps.table, [changed.check, ...changed.items]);
  if (lost !== null) return refuse(lost.index === 0 ? 'not-found' : 'session-rotated');
  const company = { id: companyId, name: place.company.name, role: place.membership.role };
  return { ok: true, company, setCookie: changed.setCookie };
}
