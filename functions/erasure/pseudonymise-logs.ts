import * as v from 'valibot';
import { type PagedQuery, queryPages } from '#functions/shared/aws/query-pages.ts';
import { eventKey } from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
import { isOver } from './in-time.ts';
import type { Replacement } from './pseudonym.ts';
import { rewriteLine } from './rewrite-line.ts';

const keysSchema = v.object({ pk: v.string(), sk: v.string() });
const ofCompanySchema = v.looseObject({ companyId: v.optional(v.nullable(v.string()), null) });

/**
 * The person's own lines in the logs of companies: moved out of the account, without the person in them, to where the
 * stream publishes nothing. Lines that concern no company stay with the account, and go with it. As far as the time of
 * this invocation goes; tells whether all were moved: those that were are not found again.
 */
export async function moveOwnLines(
  deps: Pick<ErasureDeps, 'table' | 'timeLeft'>,
  who: Replacement,
): Promise<boolean> {
  for await (const items of queryPages(deps.table, ownEvents(who.accountId))) {
    for (const item of items) {
      const { companyId } = v.parse(ofCompanySchema, item);
      if (companyId === null) continue;
      await rewriteLine(deps.table, who, v.parse(keysSchema, item));
      if (isOver(deps)) return false;
    }
  }
  return true;
}

/**
 * The same of what a request that was still under way wrote after the account was gone: who it was is not known any
 * more, so that nothing is left in such a line but what happened, and when.
 */
export function moveLateLines(
  deps: Pick<ErasureDeps, 'table' | 'timeLeft'>,
  { accountId, pseudonym, number }: Claimed,
): Promise<boolean> {
  return moveOwnLines(deps, { accountId, pseudonym, emails: [], values: [], receipt: number, unknown: true });
}

function ownEvents(accountId: string): PagedQuery {
  return {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': eventKey(accountId, '').pk },
  };
}
