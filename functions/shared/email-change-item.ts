import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { emailChanged } from '#events/lifecycle/email-changed.ts';
import type { Origin } from '#events/envelope.ts';
import type { Account } from './account-item.ts';
import { setPendingEmail, unlessErased } from './account-writes.ts';
import type { Table } from './aws/table-client.ts';
import { commit, type TransactItem } from './aws/transaction.ts';
import { after, days, hours, type Now, timeToLive } from './clock.ts';
import type { EmailRevert } from './email-revert-item.ts';
import { recordEvent } from './event-item.ts';
import { timestampSchema } from './fields.ts';
import { accountKey, addressClaimKey, emailChangeKey, emailRevertKey } from './table.ts';

/** How long the link to the new address is good. */
export const confirmLife = 24 * hours;
/** How long the old address can be restored by its link. */
const revertLife = 7 * days;

const emailChangeSchema = v.object({
  accountId: v.string(),
  newEmail: v.string(),
  oldEmail: v.string(),
  /** The event whose mails carry the confirm and cancel links. */
  eventId: v.string(),
  expiresAt: timestampSchema,
  /**
   * Confirmed from the new mailbox, the move in Cognito under way: from here on the change can only be
   * finished, by the link again or by the next sign-in.
   */
  confirmed: v.boolean(),
});
export type EmailChange = v.InferOutput<typeof emailChangeSchema>;

/** Reads the pending address change of an account, consistently; null when there is none. */
export async function readEmailChange(table: Table, accountId: string): Promise<EmailChange | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: emailChangeKey(accountId), ConsistentRead: true }),
  );
  return Item === undefined ? null : v.parse(emailChangeSchema, Item);
}

/** The write that makes a change the account's only pending one. A confirmed one can't be replaced any more. */
export function putEmailChange(tableName: string, change: EmailChange): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...emailChangeKey(change.accountId),
        ...change,
        // Kept past its expiry, so that an old link is told from one that never was.
        expiresAtSeconds: timeToLive(after(new Date(change.expiresAt), revertLife)),
      },
      ConditionExpression: 'attribute_not_exists(pk) OR confirmed = :no',
      ExpressionAttributeValues: { ':no': false },
    },
  };
}

/** The write that withdraws a pending change, unless it was confirmed or replaced meanwhile. */
export function deleteEmailChange(tableName: string, change: EmailChange): TransactItem {
  return {
    Delete: {
      TableName: tableName,
      Key: emailChangeKey(change.accountId),
      ConditionExpression: 'eventId = :event AND confirmed = :no',
      ExpressionAttributeValues: { ':event': change.eventId, ':no': false },
    },
  };
}

/**
 * The writes that reserve the new address for a confirmed change: the condition decides between two who want it. They
 * fail once the account is being erased: nobody would take back what is reserved for it.
 */
export function confirmEmailChange(tableName: string, change: EmailChange): TransactItem[] {
  return [
    {
      Put: {
        TableName: tableName,
        Item: { ...addressClaimKey(change.newEmail), accountId: change.accountId, state: 'reserved' },
        ConditionExpression: 'attribute_not_exists(pk) OR accountId = :account',
        ExpressionAttributeValues: { ':account': change.accountId },
      },
    },
    {
      Update: {
        TableName: tableName,
        Key: emailChangeKey(change.accountId),
        UpdateExpression: 'SET confirmed = :yes REMOVE expiresAtSeconds',
        ConditionExpression: 'eventId = :event',
        ExpressionAttributeValues: { ':yes': true, ':event': change.eventId },
      },
    },
    unlessErased(tableName, change.accountId),
  ];
}

/** The writes that give up a confirmed change whose address turned out to be somebody else's in Cognito. */
export function abandonEmailChange(tableName: string, change: EmailChange): TransactItem[] {
  return [
    {
      Delete: {
        TableName: tableName,
        Key: addressClaimKey(change.newEmail),
        ConditionExpression: 'accountId = :account',
        ExpressionAttributeValues: { ':account': change.accountId },
      },
    },
    {
      Delete: {
        TableName: tableName,
        Key: emailChangeKey(change.accountId),
        ConditionExpression: 'eventId = :event',
        ExpressionAttributeValues: { ':event': change.eventId },
      },
    },
    setPendingEmail(tableName, change.accountId, change.oldEmail, null),
  ];
}

export interface FinishDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

/**
 * Finishes a confirmed change once Cognito has the new address: one transaction moves the account, turns the
 * claims round, opens the way back for seven days and records the event that mails it. Called by the link and,
 * after a crash in between, by the next sign-in. Does nothing when there is no such change to finish, nor
 * once the account is being erased.
 */
export async function finishEmailChange(
  deps: FinishDeps,
  account: Account,
  emailInPool: string,
  origin: Origin = null,
): Promise<void> {
  const change = await readEmailChange(deps.table, account.accountId);
  if (change === null || !change.confirmed || change.newEmail !== emailInPool) return;
  const now = deps.now();
  const [table, eventId] = [deps.table.name, deps.newId()];
  const { accountId, newEmail, oldEmail } = change;
  const revertUntil = after(now, revertLife);
  const revert: EmailRevert = {
    accountId,
    requestEventId: change.eventId,
    eventId,
    oldEmail,
    newEmail,
    expiresAt: revertUntil.toISOString(),
    taken: false,
  };
  await commit(deps.table, [
    {
      Update: {
        TableName: table,
        Key: accountKey(accountId),
        UpdateExpression:
          'SET email = :new, pendingEmail = :none, emailChangedAt = :now, #version = #version + :one',
        ConditionExpression: 'email = :old AND #state <> :disabled',
        ExpressionAttributeNames: { '#version': 'version', '#state': 'state' },
        ExpressionAttributeValues: {
          ':new': newEmail,
          ':old': oldEmail,
          ':disabled': 'disabled',
          ':none': null,
          ':now': now.toISOString(),
          ':one': 1,
        },
      },
    },
    { Delete: { TableName: table, Key: emailChangeKey(accountId) } },
    { Put: { TableName: table, Item: { ...addressClaimKey(newEmail), accountId, state: 'held' } } },
    {
      Put: {
        TableName: table,
        Item: {
          ...addressClaimKey(oldEmail),
          accountId,
          state: 'reserved',
          expiresAtSeconds: timeToLive(revertUntil),
        },
      },
    },
    {
      Put: {
        TableName: table,
        Item: {
          ...emailRevertKey(accountId, eventId),
          ...revert,
          expiresAtSeconds: timeToLive(revertUntil),
        },
      },
    },
    recordEvent(table, emailChanged, {
      id: eventId,
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin,
      data: { email: newEmail, oldEmail, name: account.name, timezone: account.timezone },
    }),
  ]);
}
