import type { Table } from '#functions/shared/aws/table-client.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { listMemberships, type Place, readPlaces } from '#functions/shared/company-item.ts';
import { companyKey } from '#functions/shared/table.ts';

/** What becomes of the companies of somebody who deletes their account. */
export interface Belongings {
  /** Nobody else is in them: they go with the account. */
  readonly alone: readonly Place[];
  /** Others are in them, and no other owner: handed over before, or deleted by an explicit choice. */
  readonly lastOwner: readonly Place[];
  /** They go on without the person. */
  readonly left: readonly Place[];
}

/** Places that are read together. */
const together = 50;

/** Reads the companies of an account at this moment, by what becomes of them. */
export async function readBelongings(table: Table, accountId: string): Promise<Belongings> {
  const ids = (await listMemberships(table, accountId)).map(({ companyId }) => companyId);
  const places: Place[] = [];
  for (let at = 0; at < ids.length; at += together) {
    places.push(...(await readPlaces(table, accountId, ids.slice(at, at + together))));
  }
  const alone = places.filter(({ company }) => company.members <= 1);
  const shared = places.filter(({ company }) => company.members > 1);
  const isLast = ({ membership, company }: Place) => membership.role === 'owner' && company.owners <= 1;
  return {
    alone,
    lastOwner: shared.filter(isLast),
    left: shared.filter((place) => !isLast(place)),
  };
}

/** How a company of the person is shown to them: with how many others are in it. */
export function describeCompany({ company }: Place): { id: string; name: string; others: number } {
  return { id: company.companyId, name: company.name, others: Math.max(company.members - 1, 0) };
}

/** The check that a company has an owner besides the one who leaves, or nobody besides them, as this was read. */
export function canDoWithout(tableName: string, { company, membership }: Place): TransactItem[] {
  if (membership.role !== 'owner') return [];
  return [
    {
      ConditionCheck: {
        TableName: tableName,
        Key: companyKey(company.companyId),
        // A company from before it was counted has its founder for only member.
        ConditionExpression:
          'attribute_not_exists(pk) OR attribute_not_exists(#members) OR #members = :one OR #owners > :one',
        ExpressionAttributeNames: { '#members': 'members', '#owners': 'owners' },
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
  ];
}
