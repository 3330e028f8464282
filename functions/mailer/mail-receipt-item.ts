import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { after, days, seconds, timeToLive } from '#functions/shared/clock.ts';
import { mailReceiptKey } from '#functions/shared/table.ts';

/** Longer than a delivery can take (the function's time-out), so that two never hold the same mail. */
const lease = 60 * seconds;
/** As long as SQS can keep a message: after that nothing delivers the event again by itself. */
const kept = 14 * days;

const receiptSchema = v.object({ status: v.picklist(['sending', 'sent']) });

/** One mail of one event, and the delivery that is at it. */
export interface MailClaim {
  readonly eventId: string;
  readonly mail: string;
  readonly claimId: string;
}

export type ClaimAnswer = 'claimed' | 'already-sent' | 'being-sent';

function isConditionFailure(error: unknown): error is ConditionalCheckFailedException {
  return error instanceof ConditionalCheckFailedException;
}

/**
 * Claims a mail for one delivery, for the length of the lease. A claim that was written but whose reply was lost
 * is claimed again by the SDK's second try, under the same id.
 */
export async function claimReceipt(table: Table, claim: MailClaim, now: Date): Promise<ClaimAnswer> {
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: {
          ...mailReceiptKey(claim.eventId, claim.mail),
          status: 'sending',
          claimId: claim.claimId,
          leaseUntil: after(now, lease).toISOString(),
          expiresAtSeconds: timeToLive(after(now, kept)),
        },
        ConditionExpression:
          'attribute_not_exists(pk) OR (#status = :sending AND (leaseUntil <= :now OR claimId = :claimId))',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':sending': 'sending',
          ':now': now.toISOString(),
          ':claimId': claim.claimId,
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const { status } = v.parse(receiptSchema, unmarshall(error.Item ?? {}));
    return status === 'sent' ? 'already-sent' : 'being-sent';
  }
}

/** Writes that a mail was sent. Whoever holds the claim by now: it was sent, and must not be once more. */
export async function settleReceipt(table: Table, claim: MailClaim, now: Date): Promise<void> {
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: mailReceiptKey(claim.eventId, claim.mail),
      UpdateExpression: 'SET #status = :sent, sentAt = :now, expiresAtSeconds = :expires REMOVE leaseUntil',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':sent': 'sent',
        ':now': now.toISOString(),
        ':expires': timeToLive(after(now, kept)),
      },
    }),
  );
}

/** Gives a claim back, so that the next delivery need not wait for the lease to end. */
export async function releaseReceipt(table: Table, claim: MailClaim): Promise<void> {
  try {
    await table.client.send(
      new DeleteCommand({
        TableName: table.name,
        Key: mailReceiptKey(claim.eventId, claim.mail),
        ConditionExpression: '#status = :sending AND claimId = :claimId',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':sending': 'sending', ':claimId': claim.claimId },
      }),
    );
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}
