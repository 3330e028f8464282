import type { Table } from '#functions/shared/aws/table-client.ts';
import { jobView, readJob } from '#functions/shared/job-item.ts';
import type { JobView } from '#functions/shared/job-view.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';

/**
 * A job of the caller's own, or of the company of the session where they are an owner; any other is not found,
 * whether there is one or not.
 */
export async function getJob(
  table: Table,
  { account, company, membership }: Authenticated,
  jobId: string,
): Promise<Outcome<{ job: JobView }>> {
  const own = { accountId: account.accountId };
  const ofCompany = membership.role === 'owner' ? [{ companyId: company.companyId }] : [];
  const found = await readJob(table, [own, ...ofCompany], jobId);
  return found === null ? refuse('not-found') : { ok: true, job: jobView(found.job) };
}
