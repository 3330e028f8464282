import { companyDeleted } from '#events/lifecycle/company-deleted.ts';
import { memberRemoved } from '#events/lifecycle/member-removed.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit, Contended } from '#functions/shared/aws/transaction.ts';
import { listMembers, type Membership } from '#functions/shared/company-item.ts';
import { dropMembers, stillHolds } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse, type Refusal } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { changeCompany } from '#functions/shared/session/change-company.ts';
import { nextCompany } from '#functions/shared/session/company-admitting.ts';
import { accountKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import * as v from 'valibot';
import { clearPartition, deleteLastMember } from './company-remains.ts';
import type { CompaniesDeps } from './deps.ts';

export interface DeleteCompanyCommand {
  readonly auth: Authenticated;
  readonly viewer: Viewer;
}

/** Members who are removed by one transaction: each is a deletion and an event. */
const together = 30;
/** A company of thousands, or one that others change all the while, is deleted by asking again. */
const rounds = 100;

/**
 * Deletes the company of the session. First the other members go, each told by mail, while the company still
 * stands: killed anywhere, the owner deletes it again. Then the company, the owner's membership and all else that
 * is stored below it go in one transaction, with the session's move to another company; somebody who joined
 * meanwhile makes it begin anew.
 */
export async function deleteCompany(
  deps: CompaniesDeps,
  command: DeleteCompanyCommand,
): Promise<Outcome<{ setCookie: string }>> {
  const { auth } = command;
  if (auth.session.supersededUntil !== null) return refuse('session-rotated');
  const next = await nextCompany(deps, auth.account, {
    companyId: auth.company.companyId,
    viewer: command.viewer,
  });
  if (next === null) return refuse('last-company');
  for (let round = 0; round < rounds; round += 1) {
    const refused = await removeOthers(deps, command);
    if (refused !== null) return refused;
    const outcome = await removeCompany(deps, command, next);
    if (outcome !== 'somebody-joined') return outcome;
  }
  throw new Contended();
}

/** Removes all but the caller; null when nobody else was left to remove. */
async function removeOthers(deps: CompaniesDeps, command: DeleteCompanyCommand): Promise<Refusal | null> {
  const { membership: owner, company } = command.auth;
  for (let round = 0; round < rounds; round += 1) {
    const members = await listMembers(deps.table, company.companyId);
    const others = members.filter(({ accountId }) => accountId !== owner.accountId);
    if (others.length === 0) return null;
    const lost = await commit(deps.table, [
      stillHolds(deps.table.name, owner),
      ...(await removal(deps, command, others.slice(0, together))),
    ]);
    if (lost?.index === 0) return refuse('forbidden');
  }
  throw new Contended();
}

async function removal(deps: CompaniesDeps, { auth, viewer }: DeleteCompanyCommand, members: Membership[]) {
  const { companyId, name: companyName } = auth.company;
  const keys = members.map(({ accountId }) => accountKey(accountId));
  const accounts = (await readMany(deps.table, keys)).flatMap((item) =>
    item === undefined ? [] : v.parse(accountSchema, item),
  );
  const events = accounts.map(({ accountId, email, name, timezone }) =>
    recordEvent(deps.table.name, memberRemoved, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      companyId,
      actor: { kind: 'account', accountId: auth.account.accountId },
      origin: viewer,
      data: { email, name, timezone, companyName, cause: 'company-deleted' },
    }),
  );
  return [...dropMembers(deps.table.name, members), ...events];
}

async function removeCompany(
  deps: CompaniesDeps,
  { auth, viewer }: DeleteCompanyCommand,
  next: string,
): Promise<Outcome<{ setCookie: string }> | 'somebody-joined'> {
  const { membership, company } = auth;
  const changed = changeCompany(deps, auth, { companyId: next, cause: 'company-deleted', viewer });
  const lost = await commit(deps.table, [
    ...deleteLastMember(deps.table.name, membership),
    changed.check,
    ...changed.items,
    ...(await clearPartition(deps.table, membership)),
    recordEvent(deps.table.name, companyDeleted, {
      id: deps.newId(),
      now: deps.now(),
      accountId: membership.accountId,
      companyId: company.companyId,
      actor: { kind: 'account', accountId: membership.accountId },
      origin: viewer,
      data: { companyName: company.name },
    }),
  ]);
  if (lost === null) return { ok: true, setCookie: changed.setCookie };
  if (lost.index === 0) return refuse('forbidden');
  return lost.index === 1 ? 'somebody-joined' : refuse('session-rotated');
}
