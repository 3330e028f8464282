import type { TransactItem } from './aws/transaction.ts';
import type { Company, Membership } from './company-item.ts';
import type { Role } from './fields.ts';
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
  const company: Omit<Company, 'ipPolicy'> = {
    companyId,
    name,
    createdAt,
    owners: 1,
    members: 1,
    version: 1,
  };
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
 * The write that keeps the counts of a company beside a change of its members. It fails when the company is gone,
 * and when the change would take the last owner: that rule is kept here, in the transaction of the change.
 */
function count(
  tableName: string,
  companyId: string,
  change: { members: number; owners: number },
): TransactItem {
  const { members, owners } = change;
  return {
    Update: {
      TableName: tableName,
      Key: companyKey(companyId),
      UpdateExpression:
        'SET #members = if_not_exists(#members, :one) + :members, #owners = if_not_exists(#owners, :one) + :owners',
      // A company from before it was counted has one owner, who then can't go.
      ConditionExpression:
        owners < 0 ? 'attribute_exists(pk) AND #owners > :leaving' : 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#members': 'members', '#owners': 'owners' },
      ExpressionAttributeValues: {
        ':one': 1,
        ':members': members,
        ':owners': owners,
        ...(owners < 0 ? { ':leaving': -owners } : {}),
      },
    },
  };
}

function whileRole(
  tableName: string,
  { companyId, accountId, role }: Pick<Membership, 'companyId' | 'accountId' | 'role'>,
) {
  return {
    TableName: tableName,
    Key: membershipKey(companyId, accountId),
    ConditionExpression: '#role = :role',
    ExpressionAttributeNames: { '#role': 'role' },
    ExpressionAttributeValues: { ':role': role },
  };
}

const ownerOf = (role: Role): number => (role === 'owner' ? 1 : 0);

/** The writes that make an account a member; the first fails when it is one already, the second without a company. */
export function addMember(tableName: string, membership: Membership): [TransactItem, TransactItem] {
  const { companyId, role } = membership;
  return [
    putMembership(tableName, membership),
    count(tableName, companyId, { members: 1, owners: ownerOf(role) }),
  ];
}

/**
 * The writes that end memberships of one company. All but the last fail when a member is gone or has another role
 * by now, the last when no owner would be left.
 */
export function dropMembers(tableName: string, members: readonly Membership[]): TransactItem[] {
  const [first] = members;
  if (first === undefined) return [];
  const owners = members.filter(({ role }) => role === 'owner').length;
  return [
    ...members.map((membership) => ({ Delete: whileRole(tableName, membership) })),
    count(tableName, first.companyId, { members: -members.length, owners: owners === 0 ? 0 : -owners }),
  ];
}

/**
 * The writes that give a member another role. The first fails when the member is gone or has another role by now,
 * the second when no owner would be left.
 */
export function giveRole(tableName: string, member: Membership, role: Role): TransactItem[] {
  const { ExpressionAttributeValues, ...rest } = whileRole(tableName, member);
  const owners = ownerOf(role) - ownerOf(member.role);
  const change: TransactItem = {
    Update: {
      ...rest,
      UpdateExpression: 'SET #role = :new',
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ':new': role },
    },
  };
  return owners === 0 ? [change] : [change, count(tableName, member.companyId, { members: 0, owners })];
}

/**
 * The check that a member still has the role with which a request was let through: who was removed or demoted a
 * moment ago changes nothing any more (ASVS 8.3.2).
 */
export function stillHolds(
  tableName: string,
  membership: Pick<Membership, 'companyId' | 'accountId' | 'role'>,
): TransactItem {
  return { ConditionCheck: whileRole(tableName, membership) };
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
