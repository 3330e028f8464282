import { after, days } from '#functions/shared/clock.ts';
import { listMemberships, type Place, readPlaces } from '#functions/shared/company-item.ts';
import { readAccount } from '#functions/shared/account-item.ts';
import { sumCounts } from '#functions/shared/erasure/account-categories.ts';
import { type AccountCounts, countAccount } from '#functions/shared/erasure/count-account.ts';
import type { Count, Retention, StoreReceipt } from '#functions/shared/receipt.ts';
import { countRecords, type RecordCounts } from '#functions/shared/records/count-records.ts';
import { recordCategories } from '#functions/shared/records/categories.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
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
 * person chose; the others stay with their people, some of whom were left before.
 */
export async function takeInventory(
  deps: ErasureDeps,
  claimed: Claimed,
  leftBefore: number,
): Promise<Inventory> {
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
  const counted = await countAccount(deps.table, accountId);
  return {
    companies: { deleted, left, past: counted.companies },
    stores: [
      erased('identity', [{ category: 'sign-in-user', count: 1 }]),
      // That they left stands in the log of each company that goes on.
      accountStore(deps, counted, counted.sharedLines + left.length, now),
      erased('companies', [
        { category: 'companies', count: deleted.length },
        { category: 'memberships', count: places.length + leftBefore },
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

/** What others' rights keep of the account itself: lines of logs; and copies that run out. */
function accountStore(
  { logDays }: Pick<ErasureDeps, 'logDays'>,
  { counts }: AccountCounts,
  sharedLines: number,
  now: Date,
): StoreReceipt {
  const keep = (
    category: string,
    ground: Retention['ground'],
    length: number,
    more: Pick<Retention, 'count' | 'pseudonymised'>,
  ) => ({ category, ground, until: after(now, length * days).toISOString(), ...more });
  const copies = { count: null, pseudonymised: false };
  const lines = { count: sharedLines, pseudonymised: true };
  return {
    ...erased('account', counts),
    kept: [
      ...(sharedLines === 0 ? [] : [keep('audit-log', 'rights-of-others', keptLogDays, lines)]),
      keep('service-logs', 'backup', logDays, copies),
      keep('backups', 'backup', backupDays, copies),
    ],
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
