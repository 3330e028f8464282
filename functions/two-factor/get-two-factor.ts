import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Account } from '#functions/shared/account-item.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { guardedUntil } from '#functions/shared/cooling-off.ts';
import { readRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import type { getTwoFactor as contract } from './contract.ts';

const lowAt = 3;

/** Tells whether two-factor is on and how it stands with the recovery codes. One read beside the authentication. */
export async function getTwoFactor(
  deps: { readonly table: Table; readonly now: Now },
  account: Account,
): Promise<OutputOf<typeof contract>> {
  const { twoFactor, accountId } = account;
  if (twoFactor?.status !== 'on')
    return { enabled: false, since: null, recoveryCodesLeft: 0, recoveryCodesLow: false, guardedUntil: null };
  const { size } = await readRecoveryCodes(deps.table, accountId);
  return {
    enabled: true,
    since: twoFactor.since,
    recoveryCodesLeft: size,
    recoveryCodesLow: size <= lowAt,
    guardedUntil: guardedUntil(account, twoFactor.since, deps.now()),
  };
}
