import { countPartition, partitionKeys } from '#functions/shared/aws/read-partition.ts';
import { after, days } from '#functions/shared/clock.ts';
import { listMemberships, type Place, readPlaces } from '#functions/shared/company-item.ts';
import { readAccount } from '#functions/shared/account-item.ts';
import { categoryOf, sumCounts, tally } from '#functions/shared/erasure/account-categories.ts';
import type { Count, StoreReceipt } from '#functions/shared/receipt.ts';
import { countRecords, type RecordCounts } from '#functions/shared/records/count-records.ts';
import { recordCategories } from '#functions/shared/records/categories.ts';
import { accountKey, eventKey, inboxKey } from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
import { companiesOfLines } from './pseudonymise-logs.ts';
import {
  backupDays,
  keptBillingDays,
  keptForBilling,
  keptLogDays,
} from '#functions/shared/erasure/retention.ts';

/** What becomes of each company of the person. */
export interface CompanyPlans {
  /** Deleted with the account. */
  readonly deleted: readonly string[];
  /** Go on without the person; where they were the last owner, with another owner. */
  readonly left: readonly string[];
  /** Every company that the person ever did something in: their logs may name them. */
  readonly past: readonly string[];
}

export interface Inventory {
  readonly companies: CompanyPlans;
  /** What will stand on the receipt of our own stores, once it is done. */
  readonly stores: readonly StoreReceipt[];
}

/**
 * Counts everything before anything is erased, so that a receipt is right however often a step had to be repeated, and
 * decides what becomes of each company. Companies that only this person is in go with the account, and those that the
 * person chose; the others stay with their people.
 */
export async function takeInventory(deps: ErasureDeps, claimed: Claimed): Promise<Inventory> {
  const { accountId } = claimed;
  const account = await readAccount(deps.table, accountId);
  const chosen = new Set(account?.deletion?.deleteCompanies);
  const places = await readAllPlaces(deps, accountId);
  const goes = ({ company, membership }: Place) =>
    company.members <= 1 ||
    (chosen.has(company.companyId) && membership.role === 'owner' && company.owners <= 1);
  const ids = (some: readonly Place[]) => some.map(({ company }) => company.companyId);
  const deleted = ids(places.filter(goes));
  const left = ids(places.filter((place) => !goes(place)));

  const records: RecordCounts[] = [];
  for (const companyId of deleted) {
    records.push(await countRecords(deps, { companyId, categories: recordCategories }));
  }
  const now = deps.now();
  return {
    companies: { deleted, left, past: await companiesOfLines(deps, accountId) },
    stores: [
      erased('identity', [{ category: 'sign-in-user', count: 1 }]),
      await accountStore(deps, accountId, { companies: left.length, now }),
      erased('companies', [
        { category: 'companies', count: deleted.length },
        { category: 'memberships', count: places.length },
      ]),
      recordsStore(records, now),
      archiveStoreReceipt(deps, records, now),
      {
        ...erased('statistics', []),
        kept: [
          { category: 'usage-statistics', count: 1, ground: 'anonymous', until: null, pseudonymised: true },
        ],
      },
    ],
  };
}

function erased(store: string, deleted: readonly Count[]): StoreReceipt {
  return { store, status: 'erased', completedAt: null, deleted: sumCounts(deleted), kept: [] };
}

async function readAllPlaces({ table }: ErasureDeps, accountId: string): Promise<Place[]> {
  const ids = (await listMemberships(table, accountId)).map(({ companyId }) => companyId);
  const places: Place[] = [];
  for (let at = 0; at < ids.length; at += 50) {
    places.push(...(await readPlaces(table, accountId, ids.slice(at, at + 50))));
  }
  return places;
}

/** What the law or others' rights keep of the account itself: lines of logs, and copies that run out. */
async function accountStore(
  { table, logDays }: ErasureDeps,
  accountId: string,
  { companies, now }: { companies: number; now: Date },
): Promise<StoreReceipt> {
  const counts: Count[][] = [];
  for await (const keys of partitionKeys(table, accountKey(accountId).pk)) {
    counts.push(tally(keys.map(({ sk }) => categoryOf(sk))));
  }
  const lines = await countPartition(table, eventKey(accountId, '').pk);
  const told = await countPartition(table, inboxKey(accountId, '').pk);
  const until = (length: number) => after(now, length * days).toISOString();
  const shared =
    companies === 0
      ? []
      : [
          {
            category: 'audit-log',
            ground: 'rights-of-others',
            until: until(keptLogDays),
            pseudonymised: true,
          } as const,
        ];
  const copies = [
    { category: 'service-logs', ground: 'backup', until: until(logDays), pseudonymised: false },
    { category: 'backups', ground: 'backup', until: until(backupDays), pseudonymised: false },
  ] as const;
  return {
    ...erased(
      'account',
      sumCounts(...counts, [
        { category: 'security-log', count: lines },
        { category: 'notifications', count: told },
      ]),
    ),
    kept: [...shared, ...copies].map(({ category, ground, until: end, pseudonymised }) => ({
      category,
      count: null,
      ground,
      until: end,
      pseudonymised,
    })),
  };
}

function recordsStore(records: readonly RecordCounts[], now: Date): StoreReceipt {
  const counts = sumCounts(...records.map(asCounts));
  const billing = counts.filter(({ category }) => keptForBilling.has(category));
  return {
    ...erased(
      'records',
      counts.filter(({ category }) => !keptForBilling.has(category)),
    ),
    kept: billing.map(({ category, count }) => ({
      category,
      count,
      ground: 'legal-obligation',
      until: after(now, keptBillingDays * days).toISOString(),
      pseudonymised: false,
    })),
  };
}

function archiveStoreReceipt(
  { archiveDays }: ErasureDeps,
  records: readonly RecordCounts[],
  now: Date,
): StoreReceipt {
  const count = records.reduce((sum, counts) => sum + (counts['call-logs'] ?? 0), 0);
  const until = after(now, archiveDays * days).toISOString();
  const kept = {
    category: 'call-logs',
    count,
    ground: 'legal-obligation',
    until,
    pseudonymised: true,
  } as const;
  return { ...erased('archive', []), kept: count === 0 ? [] : [kept] };
}

function asCounts(counts: RecordCounts): Count[] {
  return Object.entries(counts).map(([category, count]) => ({ category, count }));
}
