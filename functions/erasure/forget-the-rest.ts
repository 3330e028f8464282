import { deleteKeys } from '#functions/shared/aws/delete-keys.ts';
import { eventKey } from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import type { Durable } from './durable.ts';
import { eraseAccountItems, eraseLateAtAddresses } from './erase-account-items.ts';
import { findClaimed, forgetErasure } from './erasure-item.ts';
import { wasMailed } from './farewell.ts';
import { moveLateLines } from './pseudonymise-logs.ts';

/** How long apart it is looked whether the last mail has left, in seconds: about a day in all. */
const looks = [1, 2, 4, 8, 20, 60, 600, 3600, 6 * 3600, 18 * 3600] as const;

/** Forgets the address, once the last mail has left or was tried for a day: its event was the last to hold it. */
export async function forgetAddress(durable: Durable, deps: ErasureDeps, erasureId: string): Promise<void> {
  for (const seconds of looks) {
    const left = await durable.step('look for the last mail', async () => {
      const claimed = await findClaimed(deps.table, erasureId);
      return claimed === null || wasMailed(deps, claimed.farewellId);
    });
    if (left) break;
    await durable.wait('wait for the last mail', seconds);
  }
  await durable.step('forget the address', async () => {
    const claimed = await findClaimed(deps.table, erasureId);
    if (claimed !== null) await deleteKeys(deps.table, [eventKey(claimed.accountId, claimed.farewellId)]);
  });
}

/**
 * Forgets what only the erasure itself still needed: whom it was about, and what data owners were asked in whose name.
 * What requests under way had written after the account's things were deleted goes, too. Tells whether it is done.
 */
export async function forgetTheRest(deps: ErasureDeps, erasureId: string): Promise<boolean> {
  const claimed = await findClaimed(deps.table, erasureId);
  if (claimed === null) return true;
  if (!(await moveLateLines(deps, claimed))) return false;
  await eraseAccountItems(deps, claimed);
  await eraseLateAtAddresses(deps, claimed);
  await forgetErasure(deps.table, erasureId);
  return true;
}
