import type { Account } from '#functions/shared/account-item.ts';
import { countPartition, partitionKeys } from '#functions/shared/aws/read-partition.ts';
import { coolingOffUntil } from '#functions/shared/cooling-off.ts';
import { categoryOf, sumCounts, tally } from '#functions/shared/erasure/account-categories.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import type { Count, Ground } from '#functions/shared/receipt.ts';
import { accountKey, eventKey, inboxKey } from '#functions/shared/table.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { DeletionBlocker, preflightDeletion as contract } from './contract.ts';
import type { DeletionDeps } from './deps.ts';
import { type Belongings, describeCompany, readBelongings } from './owned-companies.ts';

type Preflight = OutputOf<typeof contract>;

/** Says what a deletion would meet and do, before anybody types a word: nothing is changed. */
export async function preflightDeletion(
  deps: Pick<DeletionDeps, 'table' | 'now' | 'graceDays'>,
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
    ]),
    retained: retainedAfter(belongings),
  };
}

async function countItems(deps: Pick<DeletionDeps, 'table'>, accountId: string): Promise<Count[]> {
  const counts: Count[][] = [];
  for await (const keys of partitionKeys(deps.table, accountKey(accountId).pk)) {
    counts.push(tally(keys.map(({ sk }) => categoryOf(sk))));
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

/** What stays with others or by law: the same that the receipt will say, before it can be counted. */
function retainedAfter({ left, lastOwner }: Belongings): Preflight['retained'] {
  const keep = (category: string, ground: Ground, pseudonymised: boolean) => ({
    category,
    count: null,
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
