import { passkeyAdded } from '#events/lifecycle/passkey-added.ts';
import type { Account } from '#functions/shared/account-item.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { activatePasskey, datePasskeyChange, type Passkey } from './passkey-item.ts';

interface AddInput {
  readonly eventId: string;
  readonly account: Account;
  readonly passkey: Passkey;
  readonly viewer: Viewer;
  readonly now: Date;
}

/** The record of an added passkey: the date of the change, and the event that mails it. */
export function recordAdded(
  table: string,
  { eventId, account, passkey, viewer, now }: AddInput,
): TransactItem[] {
  const { accountId, email, name, timezone } = account;
  return [
    datePasskeyChange(table, accountId, 'added', now),
    recordEvent(table, passkeyAdded, {
      id: eventId,
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { passkeyId: passkey.id, passkeyName: passkey.name, email, name, timezone },
    }),
  ];
}

/** The writes that add a passkey which Cognito has registered; the first fails when another request did it before. */
export function addWrites(table: string, input: AddInput): TransactItem[] {
  return [activatePasskey(table, input.passkey, input.now), ...recordAdded(table, input)];
}
