import type { Account } from '#functions/shared/account-item.ts';
import { coolingOffUntil } from '#functions/shared/cooling-off.ts';
import { after, days } from '#functions/shared/clock.ts';
import { sumCounts } from '#functions/shared/erasure/account-categories.ts';
import { countAccount } from '#functions/shared/erasure/count-account.ts';
import {
  backupDays,
  keptBillingDays,
  keptForBilling,
  keptLogDays,
} from '#functions/shared/erasure/retention.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import type { Count, Ground } from '#functions/shared/receipt.ts';
import { recordCategories } from '#functions/shared/records/categories.ts';
import { countRecords } from '#functions/shared/records/count-records.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { DeletionBlocker, preflightDeletion as contract } from './contract.ts';
import type { DeletionDeps } from './deps.ts';
import { type Belongings, describeCompany, readBelongings } from './owned-companies.ts';

type Preflight = OutputOf<typeof contract>;

/** Says what a deletion would meet and do, before anybody types a word: nothing is changed. */
export async function preflightDeletion(
  deps: Pick<DeletionDeps, 'table' | 'records' | 'now' | 'graceDays' | 'archiveDays' | 'logDays'>,
  account: Account,
): Promise<Preflight> {
  const { accountId } = account;
  const [belongings, own] = await Promise.all([
    readBelongings(deps.table, accountId),
    countAccount(deps.table, accountId),
  ]);
  const { alone, lastOwner, left } = belongings;
  const records = await countRecordsOf(
    deps,
    alone.map(({ company }) => company.companyId),
  );
  return {
    graceDays: deps.graceDays,
    secondFactor: isTwoFactorOn(account),
    blockers: await blockersOf(deps, account, belongings),
    companies: alone.map(describeCompany),
    willDelete: sumCounts(own.counts, [
      { category: 'memberships', count: alone.length + lastOwner.length + left.length },
      { category: 'companies', count: alone.length },
      ...goingOf(records),
    ]),
    retained: retainedAfter(deps, own.sharedLines, records),
  };
}

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

async function blockersOf(
  deps: Pick<DeletionDeps, 'records' | 'now'>,
  account: Account,
  { lastOwner }: Belongings,
): Promise<DeletionBlocker[]> {
  const until = coolingOffUntil(account, deps.now());
  const blockers: DeletionBlocker[] =
    until === null ? [] : [{ reason: 'factor-too-new', fixUrl: '/settings/security', until }];
  for (const place of lastOwner) {
    const records = await countRecordsOf(deps, [place.company.companyId]);
    const company = {
      ...describeCompany(place),
      willDelete: sumCounts([{ category: 'companies', count: 1 }], goingOf(records)),
      retained: records.filter(({ category }) => keptForLaw.has(category)),
    };
    blockers.push({ reason: 'last-owner', fixUrl: '/settings/company', company });
  }
  return blockers;
}

/** Records that the law has us keep: in the archive, or as they are. */
const keptForLaw: ReadonlySet<string> = new Set([...keptForBilling, 'call-logs']);

const goingOf = (records: readonly Count[]): Count[] =>
  records.filter(({ category }) => !keptForBilling.has(category));

/** What stays with others or by law, and until when: what the receipt will say, were it scheduled now. */
function retainedAfter(
  {
    archiveDays,
    logDays,
    graceDays,
    now,
  }: Pick<DeletionDeps, 'archiveDays' | 'logDays' | 'graceDays' | 'now'>,
  sharedLines: number,
  records: readonly Count[],
): Preflight['retained'] {
  const purgeAt = after(now(), graceDays * days);
  const counts = [...records, { category: 'audit-log', count: sharedLines }];
  const keep = (category: string, ground: Ground, length: number | null, pseudonymised: boolean) => ({
    category,
    count: counts.find((counted) => counted.category === category)?.count ?? null,
    ground,
    until: length === null ? null : after(purgeAt, length * days).toISOString(),
    pseudonymised,
  });
  return [
    ...(sharedLines > 0 ? [keep('audit-log', 'rights-of-others', keptLogDays, true)] : []),
    keep('call-logs', 'legal-obligation', archiveDays, true),
    keep('billing-records', 'legal-obligation', keptBillingDays, false),
    keep('usage-statistics', 'anonymous', null, true),
    keep('service-logs', 'backup', logDays, false),
    keep('backups', 'backup', backupDays, false),
  ];
}
