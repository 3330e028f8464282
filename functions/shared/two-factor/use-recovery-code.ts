import { recoveryCodeUsed } from '#events/lifecycle/recovery-code-used.ts';
import type { Account } from '../account-item.ts';
import type { TransactItem } from '../aws/transaction.ts';
import type { Now } from '../clock.ts';
import { recordEvent } from '../event-item.ts';
import type { Viewer } from '../viewer.ts';
import { consumeRecoveryCode } from './recovery-codes-item.ts';

/** A recovery code that was found among those left; `left` counts the others. */
export interface RecoveryCodeProof {
  readonly hash: string;
  readonly left: number;
}

/**
 * The writes that use up a recovery code and tell its owner, to be committed together with what the code was given
 * for; the first one's condition fails when the code was used meanwhile.
 */
export function useUpRecoveryCode(
  deps: { readonly table: { readonly name: string }; readonly now: Now; readonly newId: () => string },
  { accountId, email, name, timezone }: Account,
  code: RecoveryCodeProof,
  use: {
    readonly purpose: 'sign-in' | 'step-up' | 'break-glass' | 'deletion' | 'data-reset';
    readonly viewer: Viewer;
  },
): TransactItem[] {
  return [
    consumeRecoveryCode(deps.table.name, accountId, code.hash),
    recordEvent(deps.table.name, recoveryCodeUsed, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'account', accountId },
      origin: use.viewer,
      data: { email, name, timezone, codesLeft: code.left, purpose: use.purpose },
    }),
  ];
}
