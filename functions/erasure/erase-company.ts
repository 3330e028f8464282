import { memberRemoved } from '#events/lifecycle/member-removed.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { deleteKeys } from '#functions/shared/aws/delete-keys.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { partitionKeys } from '#functions/shared/aws/read-partition.ts';
import { commit, Contended } from '#functions/shared/aws/transaction.ts';
import { companySchema, listMembers, type Membership } from '#functions/shared/company-item.ts';
import { dropMembers } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { eraseRecords } from '#functions/shared/records/erase-records.ts';
import { accountKey, companyKey } from '#functions/shared/table.ts';
import * as v from 'valibot';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
import { erasedCategories } from '#functions/shared/erasure/retention.ts';

/** Members who are removed by one transaction: each is a deletion and an event. */
const together = 30;
const rounds = 1000;
/** An invocation stops erasing when so little of its time is left, in milliseconds. */
const margin = 60_000;

/** Removes everybody else from a company that goes with the account; each is told by mail. Again, it finds nobody. */
export async function removeOthers(
  deps: Pick<ErasureDeps, 'table' | 'now' | 'newId'>,
  { accountId: ownerId }: Claimed,
  companyId: string,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const [item] = await readMany(deps.table, [companyKey(companyId)]);
    const members = await listMembers(deps.table, companyId);
    const others = members.filter(({ accountId }) => accountId !== ownerId).slice(0, together);
    if (item === undefined || others.length === 0) return;
    const { name } = v.parse(companySchema, item);
    await commit(deps.table, [
      ...dropMembers(deps.table.name, others),
      ...(await tell(deps, others, { companyId, name })),
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
  const stop = () => deps.timeLeft() < margin;
  const { done } = await eraseRecords(deps, { companyId, categories: erasedCategories, stop });
  return done;
}

/** Deletes everything that is stored below a company, the company last: as long as it is there, it can be found. */
export async function deleteCompanyItems(
  { table }: Pick<ErasureDeps, 'table'>,
  companyId: string,
): Promise<void> {
  const company = companyKey(companyId);
  for await (const keys of partitionKeys(table, company.pk)) {
    await deleteKeys(
      table,
      keys.filter(({ sk }) => sk !== company.sk),
    );
  }
  await deleteKeys(table, [company]);
}
