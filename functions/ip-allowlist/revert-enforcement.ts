import { ipEnforcementReverted } from '#events/lifecycle/ip-enforcement-reverted.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { type Company, companySchema } from '#functions/shared/company-item.ts';
import { type Due, type DueItem, scheduleDue } from '#functions/shared/due-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { setCompanyPolicy } from '#functions/shared/ip/company-list-item.ts';
import { reverted, trialIsOver } from '#functions/shared/ip/policy.ts';
import { companyKey } from '#functions/shared/table.ts';
import { parse } from 'valibot';
import { recipientsOf } from './company-admins.ts';
import type { IpAllowlistDeps } from './deps.ts';

/** The kind of the due item that reverts unconfirmed enforcement; see `functions/handlers/sweep.ts`. */
export const enforcementTrial = 'ip-enforcement-trial';

/** The write that has unconfirmed enforcement reverted in the table, too, when its time is over. */
export function scheduleRevert(tableName: string, trial: Due['at'], companyId: string, accountId: string) {
  return scheduleDue(tableName, {
    kind: enforcementTrial,
    at: trial,
    reference: companyId,
    companyId,
    accountId,
  });
}

/**
 * Writes down that unconfirmed enforcement ran out, with its event, and gives the company as it is then. Every
 * decision counts on the time by itself, so this may come late, or twice: one of those who notice writes it.
 * `noticedBy` is the account in whose log it stands.
 */
export async function settleTrial(
  deps: IpAllowlistDeps,
  company: Company,
  noticedBy: string,
): Promise<Company> {
  const now = deps.now();
  const { companyId, name, ipPolicy } = company;
  if (!trialIsOver(ipPolicy, now)) return company;
  const policy = reverted(ipPolicy);
  const { mode, scope } = policy;
  const lost = await commit(deps.table, [
    setCompanyPolicy(deps.table.name, companyId, ipPolicy, policy),
    recordEvent(deps.table.name, ipEnforcementReverted, {
      id: deps.newId(),
      now,
      accountId: noticedBy,
      companyId,
      actor: { kind: 'system' },
      origin: null,
      data: {
        company: name,
        mode,
        scope,
        recipients: await recipientsOf(deps.table, companyId, ['owner', 'admin']),
      },
    }),
  ]);
  if (lost === null) return { ...company, ipPolicy: policy };
  return lost.item === undefined ? company : parse(companySchema, lost.item);
}

/** Reverts what a due item tells of; there is nothing to do where it was confirmed, or changed, meanwhile. */
export async function revertEnforcement(deps: IpAllowlistDeps, item: DueItem): Promise<void> {
  const { companyId, accountId } = item;
  if (companyId === null || accountId === null) return;
  const [stored] = await readMany(deps.table, [companyKey(companyId)]);
  if (stored !== undefined) await settleTrial(deps, parse(companySchema, stored), accountId);
}
