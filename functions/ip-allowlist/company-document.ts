import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { isPast } from '#functions/shared/clock.ts';
import type { Company } from '#functions/shared/company-item.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import type { CompanyIpEntry } from '#functions/shared/ip/company-list-item.ts';
import { policyAt, trialIsOver } from '#functions/shared/ip/policy.ts';
import {
  accountKey,
  companyKey,
  ipMatchPrefix,
  ipSightingPrefix,
  membershipKey,
} from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { shownRanges } from './arrange.ts';
import type { CompanyList } from './documents.ts';
import type { IpAllowlistDeps } from './deps.ts';

/** Sightings that a report shows. */
const mostSightings = 100;
/** People whose names one document tells: two reads each, a hundred in one round trip. */
const mostNames = 50;

const matchSchema = v.object({ sk: v.string(), lastMatchedAt: timestampSchema });
const sightingSchema = v.object({
  accountId: v.string(),
  ip: v.string(),
  hoursSeen: v.number(),
  firstAt: timestampSchema,
  lastAt: timestampSchema,
  expiresAtSeconds: v.number(),
});

/** The document of a company's restrictions: its list, when entries last let somebody in, what monitoring saw. */
export async function companyDocument(
  deps: IpAllowlistDeps,
  company: Company,
  entries: readonly CompanyIpEntry[],
  viewer: Viewer,
): Promise<CompanyList> {
  const { companyId, ipPolicy } = company;
  const now = deps.now();
  const [matched, sightings] = await Promise.all([
    readBelow(deps.table, companyId, ipMatchPrefix),
    readSightings(deps.table, companyId, now),
  ]);
  const lastMatched = new Map(
    matched.map((item) => {
      const { sk, lastMatchedAt } = v.parse(matchSchema, item);
      return [sk.slice(ipMatchPrefix.length), lastMatchedAt];
    }),
  );
  const people = [...sightings.map(({ accountId }) => accountId), ...entries.map(({ addedBy }) => addedBy)];
  const names = await namesOf(deps.table, companyId, people);
  const { trial } = ipPolicy;
  const pendingUntil = trial === null || trialIsOver(ipPolicy, now) ? null : trial.until;
  return {
    ...policyAt(ipPolicy, now),
    entries: entries.map((entry) => ({
      ...entry,
      addedBy: { id: entry.addedBy, name: names.get(entry.addedBy) ?? null },
      lastMatchedAt: lastMatched.get(entry.cidr) ?? null,
    })),
    ranges: shownRanges(entries.filter((entry) => isInForce(entry, now)).map(({ cidr }) => cidr)),
    version: ipPolicy.version,
    enforcePendingUntil: pendingUntil,
    enforcePendingSeconds:
      pendingUntil === null ? null : Math.ceil((Date.parse(pendingUntil) - now.getTime()) / 1000),
    yourAddress: viewer.ip,
    wouldHaveBlocked: sightings.map(({ accountId, ip, hoursSeen, firstAt, lastAt }) => ({
      accountId,
      name: names.get(accountId) ?? null,
      ip,
      hours: hoursSeen,
      firstAt,
      lastAt,
    })),
    changes: [],
  };
}

/** Tells whether an entry has not ended. */
function isInForce({ expiresAt }: Pick<CompanyIpEntry, 'expiresAt'>, now: Date): boolean {
  return expiresAt === null || !isPast(expiresAt, now);
}

async function readBelow(table: Table, companyId: string, prefix: string): Promise<unknown[]> {
  const items: unknown[] = [];
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :company AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':company': companyKey(companyId).pk, ':prefix': prefix },
    },
  );
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}

async function readSightings(table: Table, companyId: string, now: Date) {
  const items = await readBelow(table, companyId, ipSightingPrefix);
  return items
    .map((item) => v.parse(sightingSchema, item))
    .filter(({ expiresAtSeconds }) => expiresAtSeconds * 1000 > now.getTime())
    .sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))
    .slice(0, mostSightings);
}

/** Names of members; whoever left the company has none here any more. */
async function namesOf(
  table: Table,
  companyId: string,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  const asked = [...new Set(accountIds)].slice(0, mostNames);
  if (asked.length === 0) return new Map();
  const items = await readMany(
    table,
    asked.flatMap((id) => [membershipKey(companyId, id), accountKey(id)]),
  );
  const names = asked.flatMap((id, index) => {
    const [membership, account] = [items[2 * index], items[2 * index + 1]];
    if (membership === undefined || account === undefined) return [];
    return [[id, v.parse(accountSchema, account).name] as const];
  });
  return new Map(names);
}
