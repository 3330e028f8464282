import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { type AddressClaim, parseClaim } from './address-claim-item.ts';
import { readMany } from './aws/read-many.ts';
import type { Table } from './aws/table-client.ts';
import type { TransactItem } from './aws/transaction.ts';
import { after, hours, timeToLive } from './clock.ts';
import { timestampSchema } from './fields.ts';
import { addressClaimKey, pendingSignUpKey } from './table.ts';

/** How long a mailed confirmation code is good. */
const codeLife = 24 * hours;
/** Wrong and right codes together that one mail allows. */
const triesPerCode = 10;

const pendingSignUpSchema = v.object({
  accountId: v.string(),
  name: v.string(),
  timezone: v.nullable(v.string()),
  /** The event whose mail carries the code. */
  eventId: v.string(),
  /** Cognito holds the password that was given with this event: before that, its code opens nothing. */
  ready: v.boolean(),
  tries: v.number(),
  expiresAt: timestampSchema,
  confirmedAt: v.nullable(timestampSchema),
});
export type PendingSignUp = v.InferOutput<typeof pendingSignUpSchema>;

export interface AddressState {
  readonly claim: AddressClaim | null;
  readonly pending: PendingSignUp | null;
}

/** Reads who holds an address and who is signing up with it, in one round trip. */
export async function readAddress(table: Table, email: string): Promise<AddressState> {
  const [claim, pending] = await readMany(table, [addressClaimKey(email), pendingSignUpKey(email)]);
  return {
    claim: parseClaim(claim),
    pending: pending === undefined ? null : v.parse(pendingSignUpSchema, pending),
  };
}

export interface NewSignUp {
  readonly email: string;
  readonly accountId: string;
  readonly name: string;
  readonly timezone: string | null;
  readonly eventId: string;
  readonly ready: boolean;
  readonly now: Date;
}

/**
 * The writes that make a sign-up the only one whose code counts for its address. They fail when the address
 * has become an account's meanwhile, so that nobody's password is replaced by a stranger's.
 */
export function putPendingSignUp(tableName: string, signUp: NewSignUp): TransactItem[] {
  const { email, accountId, name, timezone, eventId, ready, now } = signUp;
  const expiresAt = after(now, codeLife);
  // Field by field: a spread would let whatever else a caller holds, a password too, into the table.
  const pending: PendingSignUp = {
    accountId,
    name,
    timezone,
    eventId,
    ready,
    tries: 0,
    expiresAt: expiresAt.toISOString(),
    confirmedAt: null,
  };
  return [
    {
      ConditionCheck: {
        TableName: tableName,
        Key: addressClaimKey(email),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      Put: {
        TableName: tableName,
        Item: { ...pendingSignUpKey(email), ...pending, expiresAtSeconds: timeToLive(expiresAt) },
      },
    },
  ];
}

/** Counts a try of a code by one conditional write; false when its tries are used up or another mail replaced it. */
export async function countTry(table: Table, email: string, eventId: string): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: pendingSignUpKey(email),
        UpdateExpression: 'ADD tries :one',
        ConditionExpression: 'eventId = :event AND tries < :most',
        ExpressionAttributeValues: { ':one': 1, ':event': eventId, ':most': triesPerCode },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The write that ends a sign-up before it was confirmed, so that its code opens nothing; none there is as good. */
export function endPendingSignUp(tableName: string, email: string): TransactItem {
  return { Delete: { TableName: tableName, Key: pendingSignUpKey(email) } };
}

/** The check that nobody has begun to sign up with an address. */
export function noPendingSignUp(tableName: string, email: string): TransactItem {
  return {
    ConditionCheck: {
      TableName: tableName,
      Key: pendingSignUpKey(email),
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** The write that marks a sign-up confirmed; its code answers kindly once more, and does nothing. */
export function markConfirmed(tableName: string, email: string, eventId: string, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: pendingSignUpKey(email),
      UpdateExpression: 'SET confirmedAt = :now',
      ConditionExpression: 'eventId = :event AND ready = :ready AND confirmedAt = :none',
      ExpressionAttributeValues: {
        ':now': now.toISOString(),
        ':event': eventId,
        ':ready': true,
        ':none': null,
      },
    },
  };
}
