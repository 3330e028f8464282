import type { ErasureDeps } from './deps.ts';
import type { Durable } from './durable.ts';
import { readClaimed } from './erasure-item.ts';
import { type Inventory, takeInventory } from './inventory.ts';
import { leaveCompany } from './leave-company.ts';

/**
 * Counts what there is, and leaves every company that goes on. Where all others left one in between, it goes with the
 * account after all: everything is counted anew, before anything is erased and before anybody outside is asked.
 */
export async function leaveCompanies(
  durable: Durable,
  deps: ErasureDeps,
  erasureId: string,
): Promise<Inventory> {
  const claimed = () => readClaimed(deps.table, erasureId);
  let before = 0;
  for (;;) {
    const leftBefore = before;
    const inventory = await durable.step('count', async () =>
      takeInventory(deps, await claimed(), leftBefore),
    );
    let alone = false;
    for (const companyId of inventory.companies.left) {
      const hasLeft = await durable.step(`leave ${companyId}`, async () =>
        leaveCompany(deps, await claimed(), companyId),
      );
      if (hasLeft) before += 1;
      else alone = true;
    }
    if (!alone) return inventory;
  }
}
