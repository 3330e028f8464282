import * as v from 'valibot';
import type { TransactItem } from './aws/transaction.ts';
import { addressClaimKey } from './table.ts';

/**
 * Who holds an email address. `held` is an account's own address; `reserved` belongs to the account but is not
 * its address: a new one whose confirmation is under way, or an old one that a revert link can still restore.
 */
export const addressClaimSchema = v.object({
  accountId: v.string(),
  state: v.picklist(['held', 'reserved']),
});
export type AddressClaim = v.InferOutput<typeof addressClaimSchema>;

/** Claims an address that nobody has: the condition decides between two who try at once. */
export function claimAddress(tableName: string, email: string, accountId: string): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...addressClaimKey(email), accountId, state: 'held' },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** Reads a stored claim; null when there is none. */
export function parseClaim(item: Record<string, unknown> | undefined): AddressClaim | null {
  return item === undefined ? null : v.parse(addressClaimSchema, item);
}
