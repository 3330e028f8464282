import type { TransactItem } from './aws/transaction.ts';
import type { Company, Membership } from './company-item.ts';
import { accountKey, companyKey, membershipIndexKey, membershipKey } from './table.ts';

function putMembership(tableName: string, membership: Membership): TransactItem {
  const { companyId, accountId } = membership;
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...membershipKey(companyId, accountId),
        ...membershipIndexKey(companyId, accountId),
        ...membership,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** The writes that found a company with its owner. */
export function foundCompany(
  tableName: string,
  { companyId, name, createdAt }: Pick<Company, 'companyId' | 'name' | 'createdAt'>,
  ownerId: string,
): TransactItem[] {
  const company: Company = { companyId, name, createdAt, owners: 1, members: 1, version: 1 };
  return [
    {
      Put: {
        TableName: tableName,
        Item: { ...companyKey(companyId), ...company },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    putMembership(tableName, {
      companyId,
      accountId: ownerId,
      role: 'owner',
      joinedAt: createdAt,
      lastSeenAt: createdAt,
    }),
  ];
}

/**
 * The check that a member still has the role with which a request was let through: who was removed or demoted a
 * moment ago changes nothing any more (ASVS 8.3.2).
 */
export function stillHolds(
  tableName: string,
  { companyId, accountId, role }: Pick<Membership, 'companyId' | 'accountId' | 'role'>,
): TransactItem {
  return {
    ConditionCheck: {
      TableName: tableName,
      Key: membershipKey(companyId, accountId),
      ConditionExpression: '#role = :role',
      ExpressionAttributeNames: { '#role': 'role' },
      ExpressionAttributeValues: { ':role': role },
    },
  };
}

/** The write that makes a company the one which the next sign-in opens. */
export function openNextTime(tableName: string, accountId: string, companyId: string): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET lastCompanyId = :company',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':company': companyId },
    },
  };
}
