import { memberLeft } from '#events/lifecycle/member-left.ts';
import { memberRoleChanged } from '#events/lifecycle/member-role-changed.ts';
import { readAccount } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { Contended } from '#functions/shared/aws/transaction.ts';
import { listMembers, type Membership, type Place, readPlaces } from '#functions/shared/company-item.ts';
import { dropMembers, giveRole } from '#functions/shared/company-writes.ts';
import { nobody } from '#functions/shared/erasure/nobody.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';

type LeaveDeps = Pick<ErasureDeps, 'table' | 'now' | 'newId'>;

/** Others change the same company all the while. */
const rounds = 20;

/**
 * Takes the person out of a company that goes on. It must not stay ownerless: where the others left within the days of
 * grace, so that only this owner remained, the one who has been an admin for longest becomes its owner, or else the
 * one who has been a member for longest (decision 026). Having left already succeeds. False where everybody else has left
 * since it was counted: then there is nobody for whom it could go on.
 */
export async function leaveCompany(deps: LeaveDeps, claimed: Claimed, companyId: string): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) {
    const [place] = await readPlaces(deps.table, claimed.accountId, [companyId]);
    if (place === undefined) return true;
    if (place.company.members <= 1) return false;
    if (await leave(deps, place)) return true;
    await handOver(deps, place);
  }
  throw new Contended();
}

async function leave(deps: LeaveDeps, { membership, company }: Place): Promise<boolean> {
  const { accountId, companyId } = membership;
  const account = await readAccount(deps.table, accountId);
  const lost = await commit(deps.table, [
    ...dropMembers(deps.table.name, [membership]),
    ...(account === null
      ? []
      : [
          recordEvent(deps.table.name, memberLeft, {
            id: deps.newId(),
            now: deps.now(),
            accountId,
            companyId,
            actor: { kind: 'system' },
            origin: null,
            // The admins are told that somebody left, while all that was ever told of who it was is being taken back.
            data: { email: account.email, name: nobody, companyName: company.name },
          }),
        ]),
  ]);
  return lost === null;
}

async function handOver(deps: LeaveDeps, { membership, company }: Place): Promise<void> {
  const { companyId } = company;
  const members = await listMembers(deps.table, companyId);
  const heir = heirAmong(members.filter(({ accountId }) => accountId !== membership.accountId));
  // Somebody else is an owner by now, or changed their role: leaving is tried again.
  if (heir === undefined || heir.role === 'owner') return;
  const account = await readAccount(deps.table, heir.accountId);
  if (account === null) return;
  const { accountId, email, name, timezone } = account;
  await commit(deps.table, [
    ...giveRole(deps.table.name, heir, 'owner'),
    recordEvent(deps.table.name, memberRoleChanged, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      companyId,
      actor: { kind: 'system' },
      origin: null,
      data: { email, name, timezone, role: 'owner', oldRole: heir.role, companyName: company.name },
    }),
  ]);
}

const ranks = { owner: 0, admin: 1, member: 2 } as const;

function heirAmong(members: readonly Membership[]): Membership | undefined {
  const order = (a: Membership, b: Membership) =>
    ranks[a.role] - ranks[b.role] || (a.joinedAt < b.joinedAt ? -1 : 1);
  return members.toSorted(order)[0];
}
