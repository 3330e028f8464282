import type { OutputOf } from '#functions/shared/contract.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { isPast, type Now } from '#functions/shared/clock.ts';
import { listMemberships, nameCompanies } from '#functions/shared/company-item.ts';
import { countUnread } from '#functions/shared/notifications/unread.ts';
import { waitingRecovery } from '#functions/shared/recovery-state.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { getSession as contract } from './session-contract.ts';

/** Tells who is signed in and what the page needs first. Names of other companies cost one read where there are any. */
export async function getSession(
  deps: { table: Table; now: Now },
  { account, company, membership, session }: Authenticated,
): Promise<OutputOf<typeof contract>> {
  const { accountId } = account;
  const [memberships, unread] = await Promise.all([
    listMemberships(deps.table, accountId),
    countUnread(deps.table, { accountId, companyId: company.companyId }, deps.now()),
  ]);
  const others = memberships.filter(({ companyId }) => companyId !== company.companyId);
  const current = { id: company.companyId, name: company.name, role: membership.role };
  const companies = [current, ...(await nameCompanies(deps.table, others))];
  const { stepUpUntil } = session;
  const recovery = waitingRecovery(account);
  return {
    user: {
      id: account.accountId,
      email: account.email,
      name: account.name,
      timezone: account.timezone,
      avatarUrl: account.avatarUrl,
    },
    company: current,
    companies: companies.sort((a, b) => a.name.localeCompare(b.name)),
    stepUpUntil: stepUpUntil === null || isPast(stepUpUntil, deps.now()) ? null : stepUpUntil,
    accountState: account.state,
    recovery: recovery === null ? null : { endsAt: recovery.endsAt },
    unread,
  };
}
