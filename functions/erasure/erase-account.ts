import { updateReceipt } from '#functions/shared/receipt-item.ts';
import type { StoreReceipt } from '#functions/shared/receipt.ts';
import { askOwners } from './ask-owner.ts';
import { claimAccount } from './claim-account.ts';
import type { ErasureDeps } from './deps.ts';
import type { Durable } from './durable.ts';
import { eraseOurStores } from './erase-our-stores.ts';
import { readClaimed } from './erasure-item.ts';
import { forgetTheRest } from './forget-the-rest.ts';
import { takeInventory } from './inventory.ts';

/** Longer than a request that was under way when the account was taken can last, in seconds. */
const settling = 16;

/**
 * Deletes an account, as the policy reads: see that it is still wanted, and take it; count what there is; erase our
 * own stores, and ask those who keep something outside; write the receipt; and when no request can be under way any
 * more, look once more for what one had still written.
 */
export async function eraseAccount(
  durable: Durable,
  deps: ErasureDeps,
  erasureId: string,
): Promise<'erased' | 'not-wanted'> {
  const number = await durable.step('take the account', () => claimAccount(deps, erasureId));
  if (number === null) return 'not-wanted';
  await durable.together('erase and settle', [
    (branch) => eraseStores(branch, deps, erasureId, number),
    (branch) => branch.wait('let requests under way end', settling),
  ]);
  await forgetTheRest(durable, deps, erasureId);
  return 'erased';
}

async function eraseStores(
  durable: Durable,
  deps: ErasureDeps,
  erasureId: string,
  number: string,
): Promise<void> {
  const claimed = () => readClaimed(deps.table, erasureId);
  const inventory = await durable.step('count', async () => takeInventory(deps, await claimed()));
  const question = async () => {
    const { accountId } = await claimed();
    const companyIds = inventory.companies.deleted;
    return { erasureId, number, kind: 'account', onBehalfOf: accountId, accountId, companyIds } as const;
  };
  const stores = await durable.together<readonly StoreReceipt[]>('erase', [
    (branch) => eraseOurStores(branch, deps, erasureId, inventory),
    (branch) => askOwners(branch, deps, question),
  ]);
  await durable.step('complete the receipt', () => completeReceipt(deps, number, stores.flat()));
}

/** Writes what every store did; one that did not answer leaves the receipt incomplete. */
function completeReceipt(
  deps: Pick<ErasureDeps, 'table' | 'now'>,
  number: string,
  stores: StoreReceipt[],
): Promise<void> {
  const status = stores.every((store) => store.status === 'erased') ? 'completed' : 'incomplete';
  return updateReceipt(deps.table, number, { status, stores, now: deps.now() });
}
