import { resetRequested } from '#events/lifecycle/reset-requested.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { dataResetDue, holdReset } from '#functions/shared/data-reset/reset-state.ts';
import { scheduleDue } from '#functions/shared/due-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { beginJob } from '#functions/shared/job-item.ts';
import { describeFault } from '#functions/shared/logger.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { newReceiptNumber, putReceipt } from '#functions/shared/receipt-item.ts';
import { resetCategories } from '#functions/shared/records/categories.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { type IdentityProof, proveIdentity } from '#functions/shared/two-factor/prove-identity.ts';
import { useUpRecoveryCode } from '#functions/shared/two-factor/use-recovery-code.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { DataResetDeps } from './deps.ts';

export interface ResetDataCommand {
  readonly auth: Authenticated;
  readonly password: string;
  readonly code: string | null;
  readonly viewer: Viewer;
}

/**
 * Begins to delete the company's calls and what was made of them, at once: with a proof of the owner made for this,
 * however fresh the last one is. The job, its receipt, the lock that lets one reset run at a time, the event and the due
 * item that the work is sure to be done by are one transaction; who was demoted a moment before deletes nothing. Then the
 * work is begun; where that fails, or this is killed before, the sweep begins it.
 */
export async function resetData(
  deps: DataResetDeps,
  command: ResetDataCommand,
): Promise<Outcome<{ jobId: string }>> {
  const { auth, password, code, viewer } = command;
  const { companyId } = auth.company;
  const proof = await proveIdentity(deps, { account: auth.account, password, code, viewer });
  if (!proof.ok) return proof;
  const jobId = deps.newId();
  const lost = await commit(deps.table, [
    stillHolds(deps.table.name, auth.membership),
    ...begin(deps, command, jobId),
    ...codeUse(deps, command, proof),
  ]);
  // A recovery code that was used up meanwhile was a failed proof; what else stood in the way was not.
  if (lost === null || lost.index <= holdAt) await proof.succeed();
  await revokeMinted(deps, proof);
  if (lost !== null) {
    if (lost.index === 0) return refuse('forbidden');
    return refuse(lost.index === holdAt ? 'reset-running' : 'invalid-code');
  }
  await deps.startReset({ companyId, jobId }).catch((error: unknown) => {
    deps.logger.warn('A reset was not begun at once', describeFault(error));
  });
  return { ok: true, jobId };
}

/** Where in the transaction the lock is. */
const holdAt = 1;

function begin(deps: DataResetDeps, { auth, viewer }: ResetDataCommand, jobId: string): TransactItem[] {
  const { companyId, name: companyName } = auth.company;
  const { accountId } = auth.account;
  const [now, tableName] = [deps.now(), deps.table.name];
  const [at, receiptNumber] = [now.toISOString(), newReceiptNumber()];
  return [
    holdReset(tableName, companyId, { jobId, requestedBy: accountId, startedAt: at }),
    beginJob(
      tableName,
      { companyId },
      { id: jobId, kind: 'data-reset', requestedBy: accountId, receiptNumber, now },
    ),
    putReceipt(tableName, { number: receiptNumber, kind: 'data-reset', requestedAt: at, startedAt: at }),
    scheduleDue(tableName, { kind: dataResetDue, at, reference: jobId, companyId, accountId }),
    recordEvent(tableName, resetRequested, {
      id: deps.newId(),
      now,
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { companyName, jobId, categories: [...resetCategories] },
    }),
  ];
}

function codeUse(
  deps: DataResetDeps,
  { auth, viewer }: ResetDataCommand,
  { recoveryCode }: IdentityProof,
): TransactItem[] {
  if (recoveryCode === null) return [];
  return useUpRecoveryCode(deps, auth.account, recoveryCode, { purpose: 'data-reset', viewer });
}

/** Only the proof was wanted: what Cognito minted for it must not live; unread, it opens nothing. */
async function revokeMinted({ pool }: DataResetDeps, { refreshToken }: IdentityProof): Promise<void> {
  if (refreshToken !== null) await pool.revoke(refreshToken).catch(() => undefined);
}
