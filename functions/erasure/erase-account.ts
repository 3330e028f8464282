import { addLateStore, updateReceipt } from '#functions/shared/receipt-item.ts';
import type { StoreReceipt } from '#functions/shared/receipt.ts';
import { askOwners } from './ask-owner.ts';
import { claimAccount } from './claim-account.ts';
import type { ErasureDeps } from './deps.ts';
import type { Durable } from './durable.ts';
import { eraseOurStores } from './erase-our-stores.ts';
import { readClaimed } from './erasure-item.ts';
import { forgetAddress, forgetTheRest } from './forget-the-rest.ts';
import { untilDone } from './in-time.ts';
import { leaveCompanies } from './leave-companies.ts';
import { readOwnerAnswer, storeOfAnswer } from './owner-answer-item.ts';

/** Longer than a request that was under way when the account was taken can last, in seconds. */
const settling = 16;

/**
 * Deletes an account, as the policy reads: see that it is still wanted, and take it; count what there is, and leave
 * the companies of others; erase our own stores, and ask those who keep something outside; write the receipt; and when
 * no request can be under way any more, look once more for what one had still written.
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
  await untilDone(durable, 'forget the rest', () => forgetTheRest(deps, erasureId));
  return 'erased';
}

async function eraseStores(
  durable: Durable,
  deps: ErasureDeps,
  erasureId: string,
  number: string,
): Promise<void> {
  const claimed = () => readClaimed(deps.table, erasureId);
  const inventory = await leaveCompanies(durable, deps, erasureId);
  const question = async () => {
    const { accountId } = await claimed();
    const companyIds = inventory.companies.deleted;
    return { erasureId, number, kind: 'account', onBehalfOf: accountId, accountId, companyIds } as const;
  };
  const stores = await durable.together<readonly StoreReceipt[]>('erase', [
    async (branch) => {
      const done = await eraseOurStores(branch, deps, erasureId, inventory);
      await forgetAddress(branch, deps, erasureId);
      return done;
    },
    (branch) => askOwners(branch, deps, question),
  ]);
  await durable.step('complete the receipt', () =>
    completeReceipt(deps, { erasureId, number, stores: stores.flat() }),
  );
}

/**
 * Writes what every store did; one that did not answer leaves the receipt incomplete. An answer that came since it was
 * last looked for found no receipt to be written on: it is looked for once more.
 */
export async function completeReceipt(
  deps: Pick<ErasureDeps, 'table' | 'now'>,
  { erasureId, number, stores }: { erasureId: string; number: string; stores: readonly StoreReceipt[] },
): Promise<void> {
  const missing = stores.filter((store) => store.status !== 'erased');
  const status = missing.length === 0 ? 'completed' : 'incomplete';
  await updateReceipt(deps.table, number, { status, stores: [...stores], now: deps.now() });
  for (const { store: owner } of missing) {
    const found = await readOwnerAnswer(deps.table, erasureId, owner);
    const late = found === null ? null : storeOfAnswer(owner, found);
    if (late !== null) await addLateStore(deps.table, number, late, deps.now());
  }
}
