import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from './aws/table-client.ts';
import type { TransactItem } from './aws/transaction.ts';
import { type Role, roleSchema, timestampSchema } from './fields.ts';
import { companyKey, membershipIndexKey, membershipKey, tableShape } from './table.ts';

export const companySchema = v.object({
  companyId: v.string(),
  name: v.string(),
  createdAt: timestampSchema,
});
export type Company = v.InferOutput<typeof companySchema>;

export const membershipSchema = v.object({
  companyId: v.string(),
  accountId: v.string(),
  role: roleSchema,
  joinedAt: timestampSchema,
});
export type Membership = v.InferOutput<typeof membershipSchema>;

/** The writes that found a company with its owner. */
export function foundCompany(tableName: string, company: Company, ownerId: string): TransactItem[] {
  const membership: Membership = {
    companyId: company.companyId,
    accountId: ownerId,
    role: 'owner',
    joinedAt: company.createdAt,
  };
  return [
    {
      Put: {
        TableName: tableName,
        Item: { ...companyKey(company.companyId), ...company },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      Put: {
        TableName: tableName,
        Item: {
          ...membershipKey(company.companyId, ownerId),
          ...membershipIndexKey(company.companyId, ownerId),
          ...membership,
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  ];
}

/** The companies of an account, from the index. */
export async function listMemberships(table: Table, accountId: string): Promise<Membership[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: tableShape.indexName,
      KeyConditionExpression: 'gsi1pk = :account AND begins_with(gsi1sk, :company)',
      ExpressionAttributeValues: { ':account': `ACCOUNT#${accountId}`, ':company': 'COMPANY#' },
    }),
  );
  return Items.map((item) => v.parse(membershipSchema, item));
}

export interface CompanyOfAccount {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** Adds names to memberships: one read for up to 100 companies. */
export async function nameCompanies(
  table: Table,
  memberships: readonly Membership[],
): Promise<CompanyOfAccount[]> {
  if (memberships.length === 0) return [];
  const { Responses = {} } = await table.client.send(
    new BatchGetCommand({
      RequestItems: {
        [table.name]: { Keys: memberships.slice(0, 100).map(({ companyId }) => companyKey(companyId)) },
      },
    }),
  );
  const companies = (Responses[table.name] ?? []).map((item) => v.parse(companySchema, item));
  return memberships.flatMap(({ companyId, role }) => {
    const company = companies.find((candidate) => candidate.companyId === companyId);
    return company === undefined ? [] : [{ id: companyId, name: company.name, role }];
  });
}
