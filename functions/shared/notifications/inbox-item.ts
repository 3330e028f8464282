import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { channels, notificationCategories } from '#events/notifications/notification-type.ts';
import { unlessErased } from '../account-writes.ts';
import type { Table } from '../aws/table-client.ts';
import { commit } from '../aws/transaction.ts';
import { after, days, timeToLive } from '../clock.ts';
import { timestampSchema } from '../fields.ts';
import { inboxKey, unreadIndexKey } from '../table.ts';

/** How long an inbox keeps a notification. Expiry is checked in code; DynamoDB's is the broom. */
export const inboxDays = 90;

/** Which rule decided about a channel, as `resolve` found it. */
const decisionSchema = v.object({
  enabled: v.boolean(),
  rule: v.object({
    kind: v.picklist(['impossible', 'mandatory', 'lock', 'master', 'user', 'company', 'default']),
    by: v.optional(v.string()),
    at: v.optional(timestampSchema),
  }),
  /** When it goes out, where that is later than the notification came. */
  at: v.optional(timestampSchema),
});
export type Decision = v.InferOutput<typeof decisionSchema>;

/**
 * What somebody was told, or would have been: the entry of their inbox, and what was decided about each channel when
 * the notification came. It is written once, before any channel is handed anything, so that a delivery which is
 * repeated goes by the same decisions.
 */
export const inboxEntrySchema = v.object({
  accountId: v.string(),
  notificationId: v.string(),
  companyId: v.nullable(v.string()),
  type: v.string(),
  category: v.picklist(notificationCategories),
  title: v.string(),
  body: v.string(),
  url: v.nullable(v.string()),
  createdAt: timestampSchema,
  readAt: v.nullable(timestampSchema),
  /** The inbox itself is off for the type: kept only to say why. */
  hidden: v.boolean(),
  decisions: v.object(v.entriesFromList(channels, decisionSchema)),
});
export type InboxEntry = v.InferOutput<typeof inboxEntrySchema>;

/**
 * Puts an entry into an inbox: exactly once, however often and at however many places it is delivered. Gives the
 * entry that stands there, which is an earlier delivery's where there was one.
 */
export async function putIntoInbox(table: Table, entry: InboxEntry): Promise<InboxEntry> {
  try {
    await table.client.send(new PutCommand(putOf(table.name, entry)));
    return entry;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return v.parse(inboxEntrySchema, unmarshall(error.Item ?? {}));
  }
}

/**
 * The same of an entry that names somebody: as long as they are not being erased, by the same write. So whatever was
 * written stands there when the erasure looks for it. Gives null where they are, and nothing was written.
 */
export async function putIntoInboxAbout(
  table: Table,
  entry: InboxEntry,
  about: string,
): Promise<InboxEntry | null> {
  const lost = await commit(table, [unlessErased(table.name, about), { Put: putOf(table.name, entry) }]);
  if (lost === null) return entry;
  return lost.index === 0 ? null : v.parse(inboxEntrySchema, lost.item);
}

function putOf(TableName: string, entry: InboxEntry) {
  const { accountId, notificationId, hidden, createdAt } = entry;
  return {
    TableName,
    Item: {
      ...inboxKey(accountId, notificationId),
      ...(hidden ? {} : unreadIndexKey(accountId, notificationId)),
      ...entry,
      expiresAtSeconds: timeToLive(after(new Date(createdAt), inboxDays * days)),
    },
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}
