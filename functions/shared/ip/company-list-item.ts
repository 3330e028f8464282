import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { readMany } from '../aws/read-many.ts';
import type { Table } from '../aws/table-client.ts';
import type { TransactItem } from '../aws/transaction.ts';
import { type Company, companySchema } from '../company-item.ts';
import { timestampSchema } from '../fields.ts';
import { companyIpListKey, companyKey } from '../table.ts';
import type { CompanyIpPolicy } from './policy.ts';

/** Entries of one item: even of the longest, and incompressible, they stay far below DynamoDB's 400 KB. */
const entriesPerPart = 500;

const entrySchema = v.object({
  cidr: v.string(),
  label: v.nullable(v.string()),
  expiresAt: v.nullable(timestampSchema),
  /** The account that added it. */
  addedBy: v.string(),
  addedAt: timestampSchema,
});
export type CompanyIpEntry = v.InferOutput<typeof entrySchema>;

const partSchema = v.object({ version: v.number(), zipped: v.instance(Uint8Array) });
const zippedSchema = v.pipe(v.string(), v.parseJson(), v.array(entrySchema));

const partsOf = (entries: number): number => Math.ceil(entries / entriesPerPart);

/**
 * The writes that store a list, of a policy's version, over another: gzipped JSON in parts, 20 at most, so that
 * list and policy are committed together, and what a cold function reads stays small.
 */
export function putCompanyList(
  tableName: string,
  companyId: string,
  entries: readonly CompanyIpEntry[],
  over: CompanyIpPolicy,
  version: number,
): TransactItem[] {
  const parts = partsOf(entries.length);
  const puts = Array.from({ length: parts }, (_, part): TransactItem => {
    const some = entries.slice(part * entriesPerPart, (part + 1) * entriesPerPart);
    return {
      Put: {
        TableName: tableName,
        Item: { ...companyIpListKey(companyId, part), version, zipped: zip(some) },
      },
    };
  });
  const left = Array.from(
    { length: Math.max(0, partsOf(over.entries) - parts) },
    (_, index) => parts + index,
  );
  const deletes = left.map((part): TransactItem => ({
    Delete: { TableName: tableName, Key: companyIpListKey(companyId, part) },
  }));
  return [...puts, ...deletes];
}

/** A stored part of a list with other entries, as the function makes them; the part itself where they are the same. */
export function rewriteListPart(
  item: Record<string, unknown>,
  rewrite: (entries: CompanyIpEntry[]) => unknown,
): Record<string, unknown> {
  const entries = unzip(v.parse(partSchema, item).zipped);
  const rewritten = rewrite(entries);
  return rewritten === entries ? item : { ...item, zipped: zip(v.parse(v.array(entrySchema), rewritten)) };
}

const zip = (entries: readonly CompanyIpEntry[]) => gzipSync(JSON.stringify(entries));
const unzip = (zipped: Uint8Array) => v.parse(zippedSchema, gunzipSync(zipped).toString('utf8'));

/** How often a list may be replaced while it is being read. */
const mostReplacements = 4;

/**
 * Reads the list that belongs to a company's policy, in one round trip, or the newer one that replaced it since.
 * Throws when it cannot be read whole: a list with holes would shut out, or let in, whom it should not.
 */
export async function readCompanyList(
  table: Table,
  company: Pick<Company, 'companyId' | 'ipPolicy'>,
): Promise<CompanyIpEntry[]> {
  const { companyId } = company;
  let policy = company.ipPolicy;
  for (let replaced = 0; replaced < mostReplacements; replaced += 1) {
    const found = await readParts(table, companyId, policy);
    if (found !== null) return found;
    const [item] = await readMany(table, [companyKey(companyId)]);
    policy = v.parse(companySchema, item).ipPolicy;
  }
  throw new Error('The IP list of a company is not whole');
}

async function readParts(
  table: Table,
  companyId: string,
  policy: CompanyIpPolicy,
): Promise<CompanyIpEntry[] | null> {
  if (policy.entries === 0) return [];
  const keys = Array.from({ length: partsOf(policy.entries) }, (_, part) =>
    companyIpListKey(companyId, part),
  );
  const parts = (await readMany(table, keys)).map((item) =>
    item === undefined ? null : v.parse(partSchema, item),
  );
  const entries = parts.flatMap((part) => (part === null ? [] : unzip(part.zipped)));
  return entries.length === policy.entries && parts.every((part) => part?.version === policy.listVersion)
    ? entries
    : null;
}

/** The write that sets a company's restrictions over those that were read; fails when they changed meanwhile. */
export function setCompanyPolicy(
  tableName: string,
  companyId: string,
  over: CompanyIpPolicy,
  policy: CompanyIpPolicy,
): TransactItem {
  const none = over.version === 0 ? `attribute_not_exists(ipPolicy) OR ` : '';
  return {
    Update: {
      TableName: tableName,
      Key: companyKey(companyId),
      UpdateExpression: 'SET ipPolicy = :policy',
      ConditionExpression: `attribute_exists(pk) AND (${none}ipPolicy.#version = :over)`,
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':policy': policy, ':over': over.version },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}
