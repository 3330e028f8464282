import * as v from 'valibot';
import { type PagedQuery, queryPages } from '#functions/shared/aws/query-pages.ts';
import { listMembers } from '#functions/shared/company-item.ts';
import { companyEventIndexKey, companyKey, tableShape } from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import { forgetInInboxes } from './forget-in-inboxes.ts';
import { replaceInItem } from './forget-in-item.ts';
import { names, type Replacement } from './pseudonym.ts';
import { rewriteLine } from './rewrite-line.ts';

const lineSchema = v.object({
  pk: v.string(),
  sk: v.string(),
  id: v.string(),
  type: v.string(),
  accountId: v.string(),
});

/** What admins were told of in their inboxes begins with these events of the person. */
const tellingPrefix = 'latchkey.member.';

/**
 * Whatever else names the person in a company that goes on: lines of others about them, what others were told of them,
 * invitations that they sent, entries that they added. What was kept about them alone (who was seen from where) is
 * deleted.
 */
export async function forgetInCompany(
  { table }: Pick<ErasureDeps, 'table'>,
  who: Replacement,
  companyId: string,
): Promise<void> {
  // Whoever was told of them is in the company, or was: then there are lines of theirs.
  const readers = new Set((await listMembers(table, companyId)).map(({ accountId }) => accountId));
  const tellingEvents: string[] = [];
  for await (const items of queryPages(table, linesOf(companyId))) {
    for (const item of items) {
      const { pk, sk, id, type, accountId } = v.parse(lineSchema, item);
      // Their own lines were moved before, and stand under the pseudonym.
      const theirs = accountId === who.accountId || accountId === who.pseudonym;
      if (!theirs) readers.add(accountId);
      else if (type.startsWith(tellingPrefix)) tellingEvents.push(id);
      if (names(item, who)) await rewriteLine(table, who, { pk, sk });
    }
  }
  await forgetInInboxes(table, who, { events: tellingEvents, readers: [...readers] });
  for await (const items of queryPages(table, itemsOf(companyId)))
    for (const item of items) await replaceInItem(table, item, who);
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
