import type { Account } from '#functions/shared/account-item.ts';
import { countPartition, partitionKeys } from '#functions/shared/aws/read-partition.ts';
import { coolingOffUntil } from '#functions/shared/cooling-off.ts';
import { categoryOf, sumCounts, tally } from '#functions/shared/erasure/account-categories.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import type { Count, Ground } from '#functions/shared/receipt.ts';
import { recordCategories, type RecordCategory } from '#functions/shared/records/categories.ts';
import { countRecords } from '#functions/shared/records/count-records.ts';
import { accountKey, eventKey, inboxKey } from '#functions/shared/table.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { DeletionBlocker, preflightDeletion as contract } from './contract.ts';
import type { DeletionDeps } from './deps.ts';
import { type Belongings, describeCompany, readBelongings } from './owned-companies.ts';

type Preflight = OutputOf<typeof contract>;

/** Says what a deletion would meet and do, before anybody types a word: nothing is changed. */
export async function preflightDeletion(
  deps: Pick<DeletionDeps, 'table' | 'records' | 'now' | 'graceDays'>,
  account: Account,
): Promise<Preflight> {
  const { accountId } = account;
  const [belongings, items, logLines, told] = await Promise.all([
    readBelongings(deps.table, accountId),
    countItems(deps, accountId),
    countPartition(deps.table, eventKey(accountId, '').pk),
    countPartition(deps.table, inboxKey(accountId, '').pk),
  ]);
  const { alone, lastOwner, left } = belongings;
  const records = await countRecordsOf(
    deps,
    alone.map(({ company }) => company.companyId),
  );
  return {
    graceDays: deps.graceDays,
    secondFactor: isTwoFactorOn(account),
    blockers: blockersOf(account, belongings, deps.now()),
    companies: alone.map(describeCompany),
    willDelete: sumCounts(items, [
      { category: 'security-log', count: logLines },
      { category: 'notifications', count: told },
      { category: 'memberships', count: alone.length + lastOwner.length + left.length },
      { category: 'companies', count: alone.length },
      ...records.filter(({ category }) => category !== keptForBilling),
    ]),
    retained: retainedAfter(belongings, records),
  };
}

async function countItems(deps: Pick<DeletionDeps, 'table'>, accountId: string): Promise<Count[]> {
  const counts: Count[][] = [];
  for await (const keys of partitionKeys(deps.table, accountKey(accountId).pk)) {
    counts.push(tally(keys.map(({ sk }) => categoryOf(sk))));
  }
  return sumCounts(...counts);
}

const keptForBilling = 'billing-records' satisfies RecordCategory;

/** What the product keeps for the companies that go with the account. */
async function countRecordsOf(
  deps: Pick<DeletionDeps, 'records'>,
  companyIds: readonly string[],
): Promise<Count[]> {
  const counts: Count[][] = [];
  for (const companyId of companyIds) {
    const found = await countRecords(deps, { companyId, categories: recordCategories });
    counts.push(recordCategories.map((category) => ({ category, count: found[category] ?? 0 })));
  }
  return sumCounts(...counts);
}

function blockersOf(account: Account, { lastOwner }: Belongings, now: Date): DeletionBlocker[] {
  const until = coolingOffUntil(account, now);
  const tooNew: DeletionBlocker[] =
    until === null ? [] : [{ reason: 'factor-too-new', fixUrl: '/settings/security', until }];
  return [
    ...tooNew,
    ...lastOwner.map((place): DeletionBlocker => ({
      reason: 'last-owner',
      fixUrl: '/settings/company',
      company: describeCompany(place),
    })),
  ];
}

/** What stays with others or by law: the same that the receipt will say; until when, is known on the day itself. */
function retainedAfter({ left, lastOwner }: Belongings, records: readonly Count[]): Preflight['retained'] {
  const keep = (category: string, ground: Ground, pseudonymised: boolean) => ({
    category,
    count: records.find((counted) => counted.category === category)?.count ?? null,
    ground,
    until: null,
    pseudonymised,
  });
  const shared = left.length + lastOwner.length > 0;
  return [
    ...(shared ? [keep('audit-log', 'rights-of-others', true)] : []),
    keep('call-logs', 'legal-obligation', true),
    keep('billing-records', 'legal-obligation', false),
    keep('usage-statistics', 'anonymous', true),
  ];
}
