import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { jobView, readJob } from '#functions/shared/job-item.ts';
import type { JobView } from '#functions/shared/job-view.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { readReceipt } from '#functions/shared/receipt-item.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';

export interface GetJobDeps {
  readonly table: Table;
  readonly now: Now;
}

/**
 * A job of the caller's own, or of the company of the session where they are an owner; any other is not found,
 * whether there is one or not.
 */
export async function getJob(
  { table, now }: GetJobDeps,
  { account, company, membership }: Authenticated,
  jobId: string,
): Promise<Outcome<{ job: JobView }>> {
  const own = { accountId: account.accountId };
  const ofCompany = membership.role === 'owner' ? [{ companyId: company.companyId }] : [];
  const found = await readJob(table, [own, ...ofCompany], jobId);
  if (found === null) return refuse('not-found');
  const job = jobView(found.job);
  // Others were still asked when the job was done: what they answered since is on the receipt itself.
  if (job.receipt?.status !== 'running') return { ok: true, job };
  const receipt = (await readReceipt(table, job.receipt.number, now())) ?? job.receipt;
  return { ok: true, job: { ...job, receipt } };
}
