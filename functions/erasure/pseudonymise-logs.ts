import * as v from 'valibot';
import { type PagedQuery, queryPages } from '#functions/shared/aws/query-pages.ts';
import { eventKey } from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
import type { Replacement } from './pseudonym.ts';
import { rewriteLine } from './rewrite-line.ts';

const keysSchema = v.object({ pk: v.string(), sk: v.string() });
const ofCompanySchema = v.looseObject({ companyId: v.optional(v.nullable(v.string()), null) });

/**
 * The person's own lines in the logs of companies: moved out of the account, without the person in them, to where the
 * stream publishes nothing. Lines that concern no company stay with the account, and go with it.
 */
export async function moveOwnLines({ table }: Pick<ErasureDeps, 'table'>, who: Replacement): Promise<void> {
  for await (const items of queryPages(table, ownEvents(who.accountId))) {
    for (const item of items) {
      const { companyId } = v.parse(ofCompanySchema, item);
      if (companyId !== null) await rewriteLine(table, who, v.parse(keysSchema, item));
    }
  }
}

/**
 * The same of what a request that was still under way wrote after the account was gone: who it was is not known any
 * more, so that nothing is left in such a line but what happened, and when.
 */
export function moveLateLines(
  deps: Pick<ErasureDeps, 'table'>,
  { accountId, pseudonym, number }: Claimed,
): Promise<void> {
  return moveOwnLines(deps, { accountId, pseudonym, emails: [], values: [], receipt: number, unknown: true });
}

function ownEvents(accountId: string): PagedQuery {
  return {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': eventKey(accountId, '').pk },
  };
}
