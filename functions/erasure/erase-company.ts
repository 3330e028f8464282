import { memberRemoved } from '#events/lifecycle/member-removed.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { deleteKeys } from '#functions/shared/aws/delete-keys.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { partitionKeys } from '#functions/shared/aws/read-partition.ts';
import { commit, Contended } from '#functions/shared/aws/transaction.ts';
import { companySchema, listMembers, type Membership } from '#functions/shared/company-item.ts';
import { dropMembers } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { eraseRecords } from '#functions/shared/records/erase-records.ts';
import { accountKey, companyKey, membershipKey } from '#functions/shared/table.ts';
import * as v from 'valibot';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
import { erasedCategories } from '#functions/shared/erasure/retention.ts';
import { isOver } from './in-time.ts';

/** Members who are removed by one transaction: each is a deletion and an event. */
const together = 30;
const rounds = 1000;

/**
 * Removes everybody else from a company that goes with the account; each is told by mail. Again, it finds nobody. Gives the
 * number of members that it has when nobody else is left; null where it is gone.
 */
export async function removeOthers(
  deps: Pick<ErasureDeps, 'table' | 'now' | 'newId'>,
  { accountId: ownerId }: Pick<Claimed, 'accountId'>,
  companyId: string,
): Promise<number | null> {
  for (let round = 0; round < rounds; round += 1) {
    const [item] = await readMany(deps.table, [companyKey(companyId)]);
    if (item === undefined) return null;
    const company = v.parse(companySchema, item);
    const members = await listMembers(deps.table, companyId);
    const others = members.filter(({ accountId }) => accountId !== ownerId).slice(0, together);
    if (others.length === 0) return company.members;
    await commit(deps.table, [
      ...dropMembers(deps.table.name, others),
      ...(await tell(deps, others, { companyId, name: company.name })),
    ]);
  }
  throw new Contended();
}

async function tell(
  deps: Pick<ErasureDeps, 'table' | 'now' | 'newId'>,
  members: readonly Membership[],
  company: { companyId: string; name: string },
) {
  const items = await readMany(
    deps.table,
    members.map(({ accountId }) => accountKey(accountId)),
  );
  return items.flatMap((item) => {
    if (item === undefined) return [];
    const { accountId, email, name, timezone } = v.parse(accountSchema, item);
    return recordEvent(deps.table.name, memberRemoved, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      companyId: company.companyId,
      actor: { kind: 'system' },
      origin: null,
      data: { email, name, timezone, companyName: company.name, cause: 'company-deleted' },
    });
  });
}

/** Erases the records of a company, as far as the time of this invocation goes; tells whether all are gone. */
export async function eraseCompanyRecords(deps: ErasureDeps, companyId: string): Promise<boolean> {
  const stop = () => isOver(deps);
  const { done } = await eraseRecords(deps, { companyId, categories: erasedCategories, stop });
  return done;
}

/**
 * Deletes everything that is stored below a company, the company last: as long as it is there, it can be found. While its
 * records were erased somebody may have followed an invitation: they are removed, too, and told.
 */
export async function deleteCompany(
  deps: Pick<ErasureDeps, 'table' | 'now' | 'newId'>,
  { accountId }: Pick<Claimed, 'accountId'>,
  companyId: string,
): Promise<void> {
  const company = companyKey(companyId);
  const members = membershipKey(companyId, '').sk;
  for await (const keys of partitionKeys(deps.table, company.pk)) {
    const others = keys.filter(({ sk }) => sk !== company.sk && !sk.startsWith(members));
    await deleteKeys(deps.table, others);
  }
  for (let round = 0; round < rounds; round += 1) {
    const count = await removeOthers(deps, { accountId }, companyId);
    if (await deleteWithLast(deps.table, { accountId, companyId, members: count })) return;
  }
  throw new Contended();
}

/** Deletes a company with the membership that is left; false where somebody has joined since its members were counted. */
async function deleteWithLast(
  table: Table,
  { accountId, companyId, members }: { accountId: string; companyId: string; members: number | null },
): Promise<boolean> {
  const lost = await commit(table, [
    {
      Delete: {
        TableName: table.name,
        Key: companyKey(companyId),
        ConditionExpression:
          'attribute_not_exists(pk) OR attribute_not_exists(#members) OR #members = :members',
        ExpressionAttributeNames: { '#members': 'members' },
        ExpressionAttributeValues: { ':members': members ?? 0 },
      },
    },
    { Delete: { TableName: table.name, Key: membershipKey(companyId, accountId) } },
  ]);
  return lost === null;
}
