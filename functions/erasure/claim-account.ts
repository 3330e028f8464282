import { randomBytes } from 'node:crypto';
import { readAccount } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { beginPurge } from '#functions/shared/deletion-writes.ts';
import { writeBase32 } from '#functions/shared/mailed-code.ts';
import { newReceiptNumber, putReceipt } from '#functions/shared/receipt-item.ts';
import { erasureKey } from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import { forgetErasure, readErasure } from './erasure-item.ts';
import { readFormerly } from './formerly.ts';

/**
 * Takes the account, if its deletion is still wanted: from then on nobody is signed in, and it can't be cancelled.
 * One condition decides between this and whoever cancels. The receipt is begun by the same transaction. Tells the
 * receipt's number, or null when the deletion was cancelled.
 */
export async function claimAccount(
  deps: Pick<ErasureDeps, 'table' | 'now' | 'newId'>,
  erasureId: string,
): Promise<string | null> {
  const erasure = await readErasure(deps.table, erasureId);
  if (erasure === null) return null;
  // An earlier try got this far, and its answer was lost.
  if (erasure.number !== undefined) return erasure.number;
  const { accountId } = erasure;
  const account = await readAccount(deps.table, accountId);
  const { deletion } = account ?? {};
  if (deletion?.eventId !== erasureId) {
    await forgetErasure(deps.table, erasureId);
    return null;
  }
  const [now, number] = [deps.now(), newReceiptNumber()];
  const formerly = await readFormerly(deps.table, accountId);
  const lost = await commit(deps.table, [
    beginPurge(deps.table.name, accountId, erasureId, now),
    {
      Put: {
        TableName: deps.table.name,
        Item: {
          ...erasureKey(erasureId),
          erasureId,
          accountId,
          number,
          farewellId: deps.newId(),
          formerly,
          pseudonym: `deleted-${writeBase32(randomBytes(17), 26).toLowerCase()}`,
        },
      },
    },
    putReceipt(deps.table.name, {
      number,
      kind: 'account',
      requestedAt: deletion.requestedAt,
      startedAt: now.toISOString(),
    }),
  ]);
  // Cancelled, or taken by another run, a moment ago: look again.
  return lost === null ? number : claimAccount(deps, erasureId);
}
