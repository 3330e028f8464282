import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { jobView } from '#functions/shared/job-item.ts';
import * as contract from './contract.ts';
import type { ExportDeps } from './deps.ts';
import { downloadExport } from './download-export.ts';
import { readNewest } from './newest-export-item.ts';
import { requestExport } from './request-export.ts';

/** The operations of an export, bound to their use-cases. */
export function exportOperations(deps: ExportDeps): BoundOperation[] {
  return [
    bind(contract.getExport, async ({ auth }) => {
      const { job } = await readNewest(deps.table, auth.account.accountId);
      return { ok: true, body: { export: job === null ? null : jobView(job) } };
    }),
    bind(contract.requestExport, async ({ auth, viewer }) => {
      const outcome = await requestExport(deps, { account: auth.account, viewer });
      return outcome.ok ? { ok: true, body: { jobId: outcome.jobId } } : outcome;
    }),
    bind(contract.downloadExport, async ({ auth, params, viewer }) => {
      const { accountId } = auth.account;
      const outcome = await downloadExport(deps, { accountId, jobId: params.id, viewer });
      return outcome.ok ? { ok: true, body: { url: outcome.url, expiresAt: outcome.expiresAt } } : outcome;
    }),
  ];
}
