import { DeleteCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { type Channel, channels } from '#events/notifications/notification-type.ts';
import { unlessErased } from '../account-writes.ts';
import type { Table } from '../aws/table-client.ts';
import { commit, type TransactItem } from '../aws/transaction.ts';
import { type Due, scheduleDue } from '../due-item.ts';
import { inParallel } from '../in-parallel.ts';
import { deferredKey } from '../table.ts';
import { type DeliveryMessage, type Notification, notificationSchema, withoutName } from './notification.ts';

/** The kind of due item by which deliveries that wait are found at their moment. */
export const deferredDue = 'deferred-deliveries';

/** What somebody is to be told through one channel at one moment: all of it goes out together. */
export interface Appointment {
  readonly accountId: string;
  readonly channel: Channel;
  readonly at: string;
}

const appointmentSchema = v.pipe(
  v.string(),
  v.transform((reference) => reference.split('#')),
  v.tuple([v.string(), v.picklist(channels)]),
);

function dueOf({ accountId, channel, at }: Appointment): Due {
  return { kind: deferredDue, at, reference: `${accountId}#${channel}`, accountId };
}

/** What the queue of deliveries is told when the moment of a due item has come. */
export function deferredMessage({ at, reference }: Pick<Due, 'at' | 'reference'>): string {
  const [accountId, channel] = v.parse(appointmentSchema, reference);
  const message: DeliveryMessage = { kind: 'deferred', accountId, channel, at };
  return JSON.stringify(message);
}

/**
 * Has a notification wait for its moment. The due item is put anew with each that joins: a sweep which has taken it up
 * meanwhile can't remove it then, and comes again for what it had not seen. Whoever is named in it is not, once they
 * are being erased; their id is not kept with it.
 */
export async function defer(
  table: Table,
  appointment: Appointment,
  notification: Notification,
): Promise<void> {
  const { about } = notification;
  if (about === null) {
    await commit(table, deferWrites(table.name, appointment, notification));
    return;
  }
  const whileThere = [
    unlessErased(table.name, about),
    ...deferWrites(table.name, appointment, { ...notification, about: null }),
  ];
  if ((await commit(table, whileThere)) !== null) await defer(table, appointment, withoutName(notification));
}

function deferWrites(
  TableName: string,
  appointment: Appointment,
  notification: Notification,
): TransactItem[] {
  const { accountId, channel, at } = appointment;
  const key = deferredKey(accountId, channel, at, notification.id);
  return [
    { Put: { TableName, Item: { ...key, accountId, channel, at, notification } } },
    scheduleDue(TableName, dueOf(appointment)),
  ];
}

const deferredSchema = v.object({ notification: notificationSchema });

/** What waits for an appointment, the oldest first. */
export async function readDeferred(table: Table, appointment: Appointment): Promise<Notification[]> {
  const { accountId, channel, at } = appointment;
  const { pk, sk } = deferredKey(accountId, channel, at, '');
  const found: Notification[] = [];
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
    },
  );
  for await (const { Items = [] } of pages)
    found.push(...Items.map((item) => v.parse(deferredSchema, item).notification));
  return found;
}

/** Removes what has been handed over. */
export async function removeDeferred(
  table: Table,
  { accountId, channel, at }: Appointment,
  notifications: readonly Notification[],
): Promise<void> {
  await inParallel(notifications, 10, async ({ id }) => {
    await table.client.send(
      new DeleteCommand({ TableName: table.name, Key: deferredKey(accountId, channel, at, id) }),
    );
  });
}
