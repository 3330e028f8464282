import * as v from 'valibot';
import { type PagedQuery, queryPages } from '#functions/shared/aws/query-pages.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import {
  companyEventIndexKey,
  companyKey,
  eventKey,
  membershipKey,
  pseudonymousEventKey,
  tableShape,
} from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
import { findTold, forgetInInboxes } from './forget-in-inboxes.ts';
import { replaceInItem } from './forget-in-item.ts';
import { goThrough } from './in-time.ts';
import { names, type Replacement } from './pseudonym.ts';
import { rewriteLine } from './rewrite-line.ts';

const lineSchema = v.object({ pk: v.string(), sk: v.string(), accountId: v.string() });
const tellingSchema = v.object({ id: v.string() });
const memberSchema = v.object({
  sk: v.pipe(v.string(), v.startsWith(membershipKey('', '').sk)),
  accountId: v.string(),
});

/** What admins were told of in their inboxes begins with these events of the person. */
const tellingPrefix = 'latchkey.member.';

/**
 * Whatever else names the person in a company that goes on: lines of others about them, what others were told of them,
 * invitations that they sent, entries that they added. What was kept about them alone (who was seen from where) is
 * deleted. As far as the time of this invocation goes; tells whether it is done.
 */
export async function forgetInCompany(
  deps: Pick<ErasureDeps, 'table' | 'timeLeft'>,
  who: Replacement,
  companyId: string,
  claimed: Pick<Claimed, 'erasureId' | 'place'>,
): Promise<boolean> {
  const { table } = deps;
  const told = await findTold(table, await tellingEvents(table, who, companyId));
  const seen = new Set<string>();
  // Whoever was told of them is in the company, or was: then there are lines of theirs.
  const forgetWith = async (readers: readonly string[]) => {
    const fresh = [...new Set(readers)].filter((reader) => !seen.has(reader));
    for (const reader of fresh) seen.add(reader);
    await forgetInInboxes(table, who, { told, readers: fresh });
  };
  return goThrough(deps, claimed, [
    {
      of: `lines of ${companyId}`,
      query: linesOf(companyId),
      work: async (items) => {
        const lines = items.map((item) => v.parse(lineSchema, item));
        for (const [index, { pk, sk }] of lines.entries())
          if (names(items[index], who)) await rewriteLine(table, who, { pk, sk });
        await forgetWith(lines.map(({ accountId }) => accountId));
      },
    },
    {
      of: `items of ${companyId}`,
      query: itemsOf(companyId),
      work: async (items) => {
        const members = items.filter((item) => v.is(memberSchema, item));
        await forgetWith(members.map(({ accountId }) => accountId));
        for (const item of items) await replaceInItem(table, item, who);
      },
    },
  ]);
}

/**
 * The person's own lines of which others were told. They were moved a moment ago, which the index may not show yet: so they
 * are read where they stand now, consistently, and where one that came meanwhile still stands.
 */
async function tellingEvents(table: Table, who: Replacement, companyId: string): Promise<string[]> {
  const events: string[] = [];
  for (const { pk } of [eventKey(who.accountId, ''), pseudonymousEventKey(who.pseudonym, '')]) {
    const query = {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'companyId = :company AND begins_with(#type, :telling)',
      ProjectionExpression: 'id',
      ExpressionAttributeNames: { '#type': 'type' },
      ExpressionAttributeValues: { ':pk': pk, ':company': companyId, ':telling': tellingPrefix },
    };
    for await (const items of queryPages(table, query))
      events.push(...items.map((item) => v.parse(tellingSchema, item).id));
  }
  return events;
}

function linesOf(companyId: string): PagedQuery {
  return {
    IndexName: tableShape.indexName,
    KeyConditionExpression: 'gsi1pk = :log',
    ExpressionAttributeValues: { ':log': companyEventIndexKey(companyId, '').gsi1pk },
  };
}

function itemsOf(companyId: string): PagedQuery {
  return {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': companyKey(companyId).pk },
  };
}
