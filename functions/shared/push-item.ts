import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { readMany } from './aws/read-many.ts';
import type { Table } from './aws/table-client.ts';
import { backOff, type TransactItem } from './aws/transaction.ts';
import { timestampSchema } from './fields.ts';
import { pushKey } from './table.ts';

/** A browser that was chosen to show notifications (RFC 8030 calls it a subscription). */
const pushBrowserSchema = v.object({
  /** SHA-256 of the endpoint in base64url: a browser can tell which one it is. */
  id: v.string(),
  /** Where its push service takes messages for it. Whoever knows it can't read or send any, but it is nobody's business. */
  endpoint: v.string(),
  /** Its public key and its secret, that messages are encrypted for (RFC 8291), in base64url. */
  p256dh: v.string(),
  auth: v.string(),
  /** The key of ours that the push service expects messages to be signed with. */
  serverKey: v.string(),
  /**
   * The session that it was chosen in, or that was signed in to in it since: it gets messages as long as that stands.
   */
  sessionId: v.optional(v.nullable(v.string()), null),
  browser: v.string(),
  os: v.string(),
  device: v.picklist(['desktop', 'mobile', 'tablet', 'other']),
  addedAt: timestampSchema,
});
export type PushBrowser = v.InferOutput<typeof pushBrowserSchema>;

const pushSchema = v.object({ version: v.number(), browsers: v.array(pushBrowserSchema) });
/** The browsers of an account, the oldest first. They are few, so one item holds them all. */
export type PushBrowsers = v.InferOutput<typeof pushSchema>;

/** Reads a stored item; without one there are no browsers. */
export function parsePushBrowsers(item: Record<string, unknown> | undefined): PushBrowsers {
  return item === undefined ? { version: 0, browsers: [] } : v.parse(pushSchema, item);
}

/** The browsers that an account has chosen, consistently; those whose session has ended among them. */
export async function readPushBrowsers(table: Table, accountId: string): Promise<PushBrowsers> {
  const [item] = await readMany(table, [pushKey(accountId)]);
  return parsePushBrowsers(item);
}

function itemOver(
  tableName: string,
  accountId: string,
  read: PushBrowsers,
  browsers: readonly PushBrowser[],
) {
  return {
    TableName: tableName,
    Item: { ...pushKey(accountId), version: read.version + 1, browsers },
    ConditionExpression: 'attribute_not_exists(pk) OR #version = :read',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':read': read.version },
  };
}

/** The write that replaces the browsers that were read; fails when another one came between. */
export function putPushBrowsers(
  tableName: string,
  accountId: string,
  read: PushBrowsers,
  browsers: readonly PushBrowser[],
): TransactItem {
  return { Put: itemOver(tableName, accountId, read, browsers) };
}

const mostMeetings = 5;

/** Forgets browsers whose push service knows them no more. Who can't because of others' writes leaves them for next time. */
export async function forgetPushBrowsers(
  table: Table,
  accountId: string,
  ids: ReadonlySet<string>,
): Promise<void> {
  for (let attempt = 0; attempt < mostMeetings; attempt += 1) {
    const read = await readPushBrowsers(table, accountId);
    const left = read.browsers.filter(({ id }) => !ids.has(id));
    if (left.length === read.browsers.length) return;
    try {
      await table.client.send(new PutCommand(itemOver(table.name, accountId, read, left)));
      return;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      await backOff(attempt);
    }
  }
}
