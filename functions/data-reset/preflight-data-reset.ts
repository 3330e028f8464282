import type { OutputOf } from '#functions/shared/contract.ts';
import { readRunning } from '#functions/shared/data-reset/reset-state.ts';
import { keptAfterReset, listed } from '#functions/shared/data-reset/reset-steps.ts';
import { resetCategories } from '#functions/shared/records/categories.ts';
import { countRecords } from '#functions/shared/records/count-records.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { preflightDataReset as contract } from './contract.ts';
import type { DataResetDeps } from './deps.ts';

/** Says what a reset would delete and keep, before anybody types a word: nothing is changed. */
export async function preflightDataReset(
  deps: Pick<DataResetDeps, 'table' | 'records'>,
  { account, company }: Pick<Authenticated, 'account' | 'company'>,
): Promise<OutputOf<typeof contract>> {
  const { companyId } = company;
  const [running, counts, retained] = await Promise.all([
    readRunning(deps.table, companyId),
    countRecords(deps, { companyId, categories: resetCategories }),
    keptAfterReset(deps, companyId),
  ]);
  return {
    secondFactor: isTwoFactorOn(account),
    blockers:
      running === null
        ? []
        : [{ reason: 'reset-running', fixUrl: '/settings/danger-zone', jobId: running.jobId }],
    willDelete: listed(counts),
    retained,
  };
}
