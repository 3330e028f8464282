import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { eventSource } from '#events/envelope.ts';
import { channels } from '#events/notifications/notification-type.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { nobody } from '#functions/shared/erasure/nobody.ts';
import { inParallel, inPieces } from '#functions/shared/in-parallel.ts';
import { type InboxEntry, inboxEntrySchema } from '#functions/shared/notifications/inbox-item.ts';
import { deferredKey, inboxKey, type Key, notificationKey } from '#functions/shared/table.ts';
import type { Replacement } from './pseudonym.ts';

/** Keys of one read, and how many of those are under way at a time. */
const mostKeys = 100;
const atATime = 10;

const acceptedSchema = v.object({ notificationId: v.string() });

/** The notifications by which others were told of these events: of some nobody was. */
export async function findTold(table: Table, events: readonly string[]): Promise<string[]> {
  const asked = inPieces(
    events.map((id) => notificationKey(eventSource, id)),
    mostKeys,
  );
  const told: string[] = [];
  for (const keys of asked) {
    const found = (await readMany(table, keys)).filter((item) => item !== undefined);
    told.push(...found.map((item) => v.parse(acceptedSchema, item).notificationId));
  }
  return told;
}

/**
 * Takes the person's name out of what others were told of them: “Ada joined”, in the inboxes of those who could read
 * it, and in what still waits for a channel's moment. Each inbox is asked for these notifications alone.
 */
export async function forgetInInboxes(
  table: Table,
  who: Replacement,
  { told, readers }: { readonly told: readonly string[]; readonly readers: readonly string[] },
): Promise<void> {
  const keys = readers.flatMap((accountId) => told.map((id) => inboxKey(accountId, id)));
  await inParallel(inPieces(keys, mostKeys), atATime, async (some) => {
    for (const item of await readMany(table, some))
      if (item !== undefined) await forgetIn(table, who, v.parse(inboxEntrySchema, item));
  });
}

async function forgetIn(table: Table, { values }: Replacement, entry: InboxEntry): Promise<void> {
  const { accountId, notificationId, decisions } = entry;
  // The longest first: somebody may have been called by a part of it.
  const name = values.toSorted((a, b) => b.length - a.length).find((one) => entry.body.startsWith(`${one} `));
  if (name === undefined) return;
  for (const channel of channels) {
    const { at } = decisions[channel];
    if (at === undefined) continue;
    await change(table, deferredKey(accountId, channel, at, notificationId), {
      UpdateExpression: 'SET notification.#data.#name = :name',
      ExpressionAttributeNames: { '#data': 'data', '#name': 'name' },
      ExpressionAttributeValues: { ':name': nobody },
    });
  }
  // Last: as long as the name stands here, whoever does it again after a kill finds what else there is.
  await change(table, inboxKey(accountId, notificationId), {
    UpdateExpression: 'SET body = :body',
    ExpressionAttributeValues: { ':body': `${nobody}${entry.body.slice(name.length)}` },
  });
}

/** Changes what is still there. */
async function change(
  table: Table,
  key: Key,
  update: Pick<
    UpdateCommand['input'],
    'UpdateExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
  >,
): Promise<void> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { ...key },
        ConditionExpression: 'attribute_exists(pk)',
        ...update,
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
