import { companyDeletionScheduled } from '#events/lifecycle/company-deletion-scheduled.ts';
import { deletionScheduled } from '#events/lifecycle/deletion-scheduled.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { after, days } from '#functions/shared/clock.ts';
import type { Company } from '#functions/shared/company-item.ts';
import { coolingOffUntil } from '#functions/shared/cooling-off.ts';
import type { Deletion } from '#functions/shared/deletion-state.ts';
import { scheduleDeletionOf } from '#functions/shared/deletion-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse, refuseField, type Refusal } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { type IdentityProof, proveIdentity } from '#functions/shared/two-factor/prove-identity.ts';
import { useUpRecoveryCode } from '#functions/shared/two-factor/use-recovery-code.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { DeletionDeps } from './deps.ts';
import { type Belongings, canDoWithout, readBelongings } from './owned-companies.ts';

export interface ScheduleDeletionCommand {
  readonly auth: Authenticated;
  readonly password: string;
  readonly code: string | null;
  readonly deleteCompanies: readonly string[];
  readonly viewer: Viewer;
}

/** Checks of companies that fit into the transaction, beside fifty events; of further ones the purge finds out. */
const mostChecks = 35;

/**
 * Schedules the deletion of an account: the person is proven anew, by password and second factor, with no factor or
 * address that is younger than a day. Nobody leaves a company with others in it ownerless: it was handed over, or is
 * named to be deleted, too. What is mailed, the reminder and the purge are committed with it.
 */
export async function scheduleDeletion(
  deps: DeletionDeps,
  command: ScheduleDeletionCommand,
): Promise<Outcome<{ purgeAt: string }>> {
  const { account } = command.auth;
  const until = coolingOffUntil(account, deps.now());
  if (until !== null) return refuse('factor-too-new', { detail: `Possible from ${until} on.` });
  const belongings = await readBelongings(deps.table, account.accountId);
  const obstacle = obstacleIn(belongings, command.deleteCompanies);
  if (obstacle !== null) return obstacle;

  const { password, code, viewer } = command;
  const proof = await proveIdentity(deps, { account, password, code, viewer });
  if (!proof.ok) return proof;
  const outcome = await schedule(deps, command, belongings, proof);
  // A recovery code that was used up elsewhere meanwhile was a wrong one, and stays counted.
  if (outcome.ok || outcome.reason !== 'invalid-code') await proof.succeed();
  await revokeMinted(deps, proof);
  return outcome;
}

function obstacleIn({ lastOwner }: Belongings, chosen: readonly string[]): Refusal | null {
  const ids = new Set(lastOwner.map(({ company }) => company.companyId));
  if (chosen.some((id) => !ids.has(id))) return refuseField('deleteCompanies', 'invalid-choice');
  return chosen.length < ids.size ? refuse('last-owner') : null;
}

async function schedule(
  deps: DeletionDeps,
  { auth, deleteCompanies, viewer }: ScheduleDeletionCommand,
  belongings: Belongings,
  proof: IdentityProof,
): Promise<Outcome<{ purgeAt: string }>> {
  const { account } = auth;
  const now = deps.now();
  const deletion: Deletion = {
    eventId: deps.newId(),
    requestedAt: now.toISOString(),
    purgeAt: after(now, deps.graceDays * days).toISOString(),
    deleteCompanies: [...deleteCompanies],
    begunAt: null,
  };
  const consumed =
    proof.recoveryCode === null
      ? []
      : useUpRecoveryCode(deps, account, proof.recoveryCode, { purpose: 'deletion', viewer });
  const begun = scheduleDeletionOf(deps.table.name, account, deletion);
  const lost = await commit(deps.table, [
    ...consumed,
    ...begun,
    record(deps, account, deletion, { belongings, viewer, now }),
    ...tellMembers(deps, account, deletion, { belongings, viewer, now }),
    ...[...belongings.left, ...belongings.alone]
      .flatMap((place) => canDoWithout(deps.table.name, place))
      .slice(0, mostChecks),
  ]);
  if (lost === null) return { ok: true, purgeAt: deletion.purgeAt };
  if (lost.index < consumed.length) return refuse('invalid-code');
  if (lost.index > consumed.length) return refuse('last-owner');
  return refuse(lost.item?.['state'] === 'active' ? 'session-rotated' : 'deletion-pending');
}

/** What tells the members of companies that go with the account: one event each, from which whoever is in it is told. */
function tellMembers(
  deps: DeletionDeps,
  { accountId }: Account,
  deletion: Deletion,
  about: { belongings: Belongings; viewer: Viewer; now: Date },
): TransactItem[] {
  return chosenOf(about.belongings, deletion).map(({ companyId, name: companyName }) =>
    recordEvent(deps.table.name, companyDeletionScheduled, {
      id: deps.newId(),
      now: about.now,
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: about.viewer,
      data: { companyName, purgeAt: deletion.purgeAt },
    }),
  );
}

function chosenOf({ lastOwner }: Belongings, { deleteCompanies }: Deletion): Company[] {
  return lastOwner
    .map(({ company }) => company)
    .filter(({ companyId }) => deleteCompanies.includes(companyId));
}

function record(
  deps: DeletionDeps,
  { accountId, email, name, timezone }: Account,
  deletion: Deletion,
  about: { belongings: Belongings; viewer: Viewer; now: Date },
): TransactItem {
  const { eventId, purgeAt } = deletion;
  const companies = chosenOf(about.belongings, deletion).map((company) => company.name);
  return recordEvent(deps.table.name, deletionScheduled, {
    id: eventId,
    now: about.now,
    accountId,
    actor: { kind: 'account', accountId },
    origin: about.viewer,
    data: { email, name, timezone, purgeAt, companies },
  });
}

/** Only the proof was wanted: what Cognito minted for it must not live; unread, it opens nothing. */
async function revokeMinted({ pool }: DeletionDeps, { refreshToken }: IdentityProof): Promise<void> {
  if (refreshToken !== null) await pool.revoke(refreshToken).catch(() => undefined);
}
