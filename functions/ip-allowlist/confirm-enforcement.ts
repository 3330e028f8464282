import { ipEnforcementConfirmed } from '#events/lifecycle/ip-enforcement-confirmed.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { type Company, companySchema } from '#functions/shared/company-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { readCompanyList, setCompanyPolicy } from '#functions/shared/ip/company-list-item.ts';
import { compiledLists } from '#functions/shared/ip/compiled-lists.ts';
import { confirmed, trialIsOver } from '#functions/shared/ip/policy.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { parse } from 'valibot';
import { companyDocument } from './company-document.ts';
import type { CompanyList } from './documents.ts';
import type { Caller, IpAllowlistDeps } from './deps.ts';

/**
 * Confirms enforcement while it stands on trial: from an address that the list allows, which break-glass is no
 * substitute for. Confirming what is confirmed succeeds.
 */
export async function confirmEnforcement(
  deps: IpAllowlistDeps,
  caller: Caller,
): Promise<Outcome<{ list: CompanyList }>> {
  const { company } = caller.auth;
  const { ip } = caller.viewer;
  const list = await compiledLists(deps.table).company(company);
  if (company.ipPolicy.trial !== null && !list.has(ip, deps.now())) {
    return refuse('ip-not-allowed', {
      address: ip,
      detail: `Your address ${ip} is not on the list. Confirm from an address that is.`,
    });
  }
  const now = await confirmOver(deps, caller, company);
  if (now === null) return refuse('enforcement-ended');
  const entries = await readCompanyList(deps.table, now);
  return { ok: true, list: await companyDocument(deps, now, entries, caller.viewer) };
}

/** The company as it is confirmed; null when there is nothing to confirm any more. */
async function confirmOver(deps: IpAllowlistDeps, caller: Caller, company: Company): Promise<Company | null> {
  const { companyId, ipPolicy } = company;
  const now = deps.now();
  if (ipPolicy.mode !== 'enforce' || trialIsOver(ipPolicy, now)) return null;
  if (ipPolicy.trial === null) return company;
  const { accountId } = caller.auth.account;
  const policy = confirmed(ipPolicy);
  const lost = await commit(deps.table, [
    setCompanyPolicy(deps.table.name, companyId, ipPolicy, policy),
    recordEvent(deps.table.name, ipEnforcementConfirmed, {
      id: deps.newId(),
      now,
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: caller.viewer,
      data: { scope: policy.scope },
    }),
  ]);
  if (lost === null) return { ...company, ipPolicy: policy };
  // Somebody else confirmed or saved in between: each try meets a newer version, and a trial has an end.
  return lost.item === undefined ? null : confirmOver(deps, caller, parse(companySchema, lost.item));
}
