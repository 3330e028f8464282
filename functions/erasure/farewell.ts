import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { deletionCompleted } from '#events/lifecycle/deletion-completed.ts';
import { readAccount } from '#functions/shared/account-item.ts';
import { commit, Contended } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { accountKey, addressClaimKey, mailReceiptKey } from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';

type FarewellDeps = Pick<ErasureDeps, 'table' | 'now'>;

/**
 * Deletes the account and its claim on the address, and records the event whose mail tells so, in one transaction: the
 * address is free, and its mailbox is told once more. Again, there is nothing left to do.
 */
export async function sayFarewell(
  deps: FarewellDeps,
  { accountId, number, farewellId }: Claimed,
): Promise<void> {
  const account = await readAccount(deps.table, accountId);
  if (account === null) return;
  const { email, name, timezone } = account;
  const lost = await commit(deps.table, [
    {
      Delete: {
        TableName: deps.table.name,
        Key: accountKey(accountId),
        ConditionExpression: 'attribute_exists(pk)',
      },
    },
    {
      Delete: {
        TableName: deps.table.name,
        Key: addressClaimKey(email),
        ConditionExpression: 'attribute_not_exists(pk) OR accountId = :account',
        ExpressionAttributeValues: { ':account': accountId },
      },
    },
    recordEvent(deps.table.name, deletionCompleted, {
      id: farewellId,
      now: deps.now(),
      accountId,
      actor: { kind: 'system' },
      origin: null,
      data: { email, name, timezone, receipt: number },
    }),
  ]);
  // The address moved a moment ago, by a link that was under way: look again.
  if (lost?.index === 1) throw new Contended();
}

/** Tells whether the last mail has left: then the event that holds the address can go. */
export async function wasMailed({ table }: Pick<FarewellDeps, 'table'>, eventId: string): Promise<boolean> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: mailReceiptKey(eventId, 'deletion-completed') }),
  );
  return Item?.['status'] === 'sent';
}
