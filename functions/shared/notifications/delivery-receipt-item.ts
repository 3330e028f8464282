import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { type Channel, channels } from '#events/notifications/notification-type.ts';
import type { Table } from '../aws/table-client.ts';
import { after, days, minutes, timeToLive } from '../clock.ts';
import { timestampSchema } from '../fields.ts';
import { deliveryReceiptKey } from '../table.ts';
import { inboxDays } from './inbox-item.ts';
import { type RefusalReason, refusalReasons } from './sender.ts';

/** Longer than a delivery can take (the function's time-out), so that two never hold the same one. */
const lease = 3 * minutes;

/** What became of a delivery. `unknown`: handed over, and its reply was lost; it isn't repeated (decision 021). */
export const deliveryResults = ['sent', 'refused', 'unknown'] as const;
export type DeliveryResult = (typeof deliveryResults)[number];

export const deliveryReceiptSchema = v.object({
  notificationId: v.string(),
  channel: v.picklist(channels),
  status: v.picklist(['sending', ...deliveryResults]),
  /** Of `sending`: until when somebody is at it. */
  leaseUntil: v.optional(timestampSchema),
  settledAt: v.optional(timestampSchema),
  /** Of `refused`; null for one that is known no more. */
  reason: v.optional(v.fallback(v.nullable(v.picklist(refusalReasons)), null), null),
});

/** One notification for one account through one channel, and the run that is at it. */
export interface DeliveryClaim {
  readonly accountId: string;
  readonly notificationId: string;
  readonly channel: Channel;
  readonly claimId: string;
}

/**
 * Claims a delivery for the length of the lease. `over`: it was settled. `busy`: another run is at it this moment. A
 * claim whose reply was lost is its own again, by its id.
 */
export async function claimDelivery(
  table: Table,
  claim: DeliveryClaim,
  now: Date,
): Promise<'claimed' | 'over' | 'busy'> {
  const { accountId, notificationId, channel, claimId } = claim;
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: {
          ...deliveryReceiptKey(accountId, notificationId, channel),
          ...claim,
          status: 'sending',
          leaseUntil: after(now, lease).toISOString(),
          expiresAtSeconds: timeToLive(after(now, inboxDays * days)),
        },
        ConditionExpression:
          'attribute_not_exists(pk) OR (#status = :sending AND (leaseUntil <= :now OR claimId = :claimId))',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':sending': 'sending',
          ':now': now.toISOString(),
          ':claimId': claimId,
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { status } = v.parse(deliveryReceiptSchema, unmarshall(error.Item ?? {}));
    return status === 'sending' ? 'busy' : 'over';
  }
}

/** Writes what became of a delivery. */
export async function settleDelivery(
  table: Table,
  { accountId, notificationId, channel }: DeliveryClaim,
  { result, reason }: { readonly result: DeliveryResult; readonly reason?: RefusalReason },
  now: Date,
): Promise<void> {
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: deliveryReceiptKey(accountId, notificationId, channel),
      UpdateExpression: `SET #status = :result, settledAt = :now${reason === undefined ? '' : ', #reason = :reason'} REMOVE leaseUntil`,
      ExpressionAttributeNames: {
        '#status': 'status',
        ...(reason === undefined ? {} : { '#reason': 'reason' }),
      },
      ExpressionAttributeValues: {
        ':result': result,
        ':now': now.toISOString(),
        ...(reason === undefined ? {} : { ':reason': reason }),
      },
    }),
  );
}

/** Gives a claim back, after a fault that surely sent nothing. */
export async function releaseDelivery(table: Table, claim: DeliveryClaim): Promise<void> {
  const { accountId, notificationId, channel, claimId } = claim;
  try {
    await table.client.send(
      new DeleteCommand({
        TableName: table.name,
        Key: deliveryReceiptKey(accountId, notificationId, channel),
        ConditionExpression: '#status = :sending AND claimId = :claimId',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':sending': 'sending', ':claimId': claimId },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
