import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { readMany } from './aws/read-many.ts';
import { queryPages } from './aws/query-pages.ts';
import type { Table } from './aws/table-client.ts';
import { type Role, roleSchema, timestampSchema } from './fields.ts';
import { companyIpPolicySchema, noCompanyIpPolicy } from './ip/policy.ts';
import { companyKey, membershipKey, tableShape } from './table.ts';

export const companySchema = v.object({
  companyId: v.string(),
  name: v.string(),
  createdAt: timestampSchema,
  /** How many members are owners, and how many members there are: kept by the very writes that change them. */
  owners: v.optional(v.number(), 1),
  members: v.optional(v.number(), 1),
  /** Of the company document; every change of what it shows raises it. */
  version: v.optional(v.number(), 1),
  /** The IP restrictions; the list is in items of its own. */
  ipPolicy: v.optional(companyIpPolicySchema, noCompanyIpPolicy),
});
export type Company = v.InferOutput<typeof companySchema>;

export const membershipSchema = v.object({
  companyId: v.string(),
  accountId: v.string(),
  role: roleSchema,
  joinedAt: timestampSchema,
  /** When the member last used this company, to the hour. */
  lastSeenAt: v.optional(v.nullable(timestampSchema), null),
});
export type Membership = v.InferOutput<typeof membershipSchema>;

/** What somebody belongs to: the membership, and the company itself. */
export interface Place {
  readonly membership: Membership;
  readonly company: Company;
}

/** Reads a stored membership with its company; null where either is gone, since then there is nothing to be in. */
export function parsePlace(
  membership: Record<string, unknown> | undefined,
  company: Record<string, unknown> | undefined,
): Place | null {
  if (membership === undefined || company === undefined) return null;
  return { membership: v.parse(membershipSchema, membership), company: v.parse(companySchema, company) };
}

/** Tells whether there is a company of this id. */
export async function companyExists(table: Table, companyId: string): Promise<boolean> {
  const [item] = await readMany(table, [companyKey(companyId)]);
  return item !== undefined;
}

/** Which of these companies an account belongs to at this moment, in their order: read consistently, at most 50. */
export async function readPlaces(
  table: Table,
  accountId: string,
  companyIds: readonly string[],
): Promise<Place[]> {
  const asked = companyIds.slice(0, 50);
  if (asked.length === 0) return [];
  const items = await readMany(
    table,
    asked.flatMap((companyId) => [membershipKey(companyId, accountId), companyKey(companyId)]),
  );
  return asked.flatMap((_, index) => parsePlace(items[2 * index], items[2 * index + 1]) ?? []);
}

/** The companies of an account, from the index, which may lag behind by a moment. */
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
  const asked = memberships.slice(0, 100);
  const items = await readMany(
    table,
    asked.map(({ companyId }) => companyKey(companyId)),
  );
  return asked.flatMap(({ companyId, role }, index) => {
    const item = items[index];
    return item === undefined ? [] : [{ id: companyId, name: v.parse(companySchema, item).name, role }];
  });
}

/** The members of a company at this moment, read consistently, page after page. */
export async function listMembers(table: Table, companyId: string): Promise<Membership[]> {
  const members: Membership[] = [];
  const query = {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :company AND begins_with(sk, :member)',
    ExpressionAttributeValues: {
      ':company': companyKey(companyId).pk,
      ':member': membershipKey(companyId, '').sk,
    },
  };
  for await (const items of queryPages(table, query))
    members.push(...items.map((item) => v.parse(membershipSchema, item)));
  return members;
}
