import { readAccount } from '#functions/shared/account-item.ts';
import { updateReceipt } from '#functions/shared/receipt-item.ts';
import type { StoreReceipt } from '#functions/shared/receipt.ts';
import { archiveCalls } from './archive-calls.ts';
import { countDeletion } from './count-deletion.ts';
import type { ErasureDeps } from './deps.ts';
import type { Durable } from './durable.ts';
import {
  eraseAccountItems,
  eraseAddresses,
  eraseObjects,
  erasePhoneCounters,
} from './erase-account-items.ts';
import { deleteCompany, eraseCompanyRecords, removeOthers } from './erase-company.ts';
import { type Claimed, readClaimed } from './erasure-item.ts';
import { sayFarewell } from './farewell.ts';
import { forgetInCompany } from './forget-in-company.ts';
import { untilDone } from './in-time.ts';
import type { CompanyPlans, Inventory } from './inventory.ts';
import { readPerson } from './person.ts';
import { moveOwnLines } from './pseudonymise-logs.ts';

/**
 * Erases our own stores, the account last, since the others are found by it: the sign-in, the companies with what the
 * law asks for archived, the person in the logs of others, everything below the account. Whatever was done before a
 * kill is remembered, or finds nothing left to do.
 */
export async function eraseOurStores(
  durable: Durable,
  deps: ErasureDeps,
  erasureId: string,
  { companies, stores }: Inventory,
): Promise<StoreReceipt[]> {
  const claimed = () => readClaimed(deps.table, erasureId);
  await durable.step('sign out for good', async () => deps.pool.deleteUser((await claimed()).accountId));
  for (const companyId of companies.deleted) await eraseCompany(durable, deps, erasureId, companyId);
  await forgetInLogs(durable, deps, erasureId, companies);
  await untilDone(durable, 'delete what belongs to the account', async () =>
    eraseBelongings(deps, await claimed()),
  );
  await durable.step('delete the account', async () => sayFarewell(deps, await claimed()));
  await durable.step('count it among all', async () => countDeletion(deps, await claimed()));
  return durable.step('begin the receipt', async () => {
    const { number } = await claimed();
    const now = deps.now();
    const done = stores.map((store) => ({ ...store, completedAt: now.toISOString() }));
    await updateReceipt(deps.table, number, { status: 'running', stores: done, now });
    return done;
  });
}

async function eraseCompany(
  durable: Durable,
  deps: ErasureDeps,
  erasureId: string,
  companyId: string,
): Promise<void> {
  const claimed = () => readClaimed(deps.table, erasureId);
  await durable.step(`empty ${companyId}`, async () => {
    await removeOthers(deps, await claimed(), companyId);
  });
  await durable.step(`archive ${companyId}`, async () => archiveCalls(deps, await claimed(), companyId));
  await untilDone(durable, `erase records of ${companyId}`, () => eraseCompanyRecords(deps, companyId));
  await durable.step(`delete ${companyId}`, async () => deleteCompany(deps, await claimed(), companyId));
}

/** Takes the person out of the logs and lists of every company that they ever had to do with. */
async function forgetInLogs(
  durable: Durable,
  deps: ErasureDeps,
  erasureId: string,
  { deleted, left, past }: CompanyPlans,
): Promise<void> {
  const claimed = () => readClaimed(deps.table, erasureId);
  await untilDone(durable, 'move log lines', async () => {
    const who = await readPerson(deps, await claimed());
    return who === null || moveOwnLines(deps, who);
  });
  for (const companyId of new Set([...left, ...deleted, ...past])) {
    await untilDone(durable, `forget in ${companyId}`, async () => {
      const begun = await claimed();
      const who = await readPerson(deps, begun);
      return who === null || forgetInCompany(deps, who, companyId, begun);
    });
  }
}

/** Tells whether it is done. */
async function eraseBelongings(deps: ErasureDeps, who: Claimed): Promise<boolean> {
  await eraseObjects(deps, who);
  const [person, account] = [await readPerson(deps, who), await readAccount(deps.table, who.accountId)];
  if (person !== null && account !== null) {
    await eraseAddresses(deps, person, account.email);
    await erasePhoneCounters(deps, account);
    // What was written since the lines were moved.
    if (!(await moveOwnLines(deps, person))) return false;
  }
  await eraseAccountItems(deps, who);
  return true;
}
