import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Table } from './aws/table-client.ts';
import type { TransactItem } from './aws/transaction.ts';
import { after, isPast, minutes, timeToLive } from './clock.ts';
import { timestampSchema } from './fields.ts';
import { phoneCodeKey } from './table.ts';

/** How long a code is good. */
const codeLife = 10 * minutes;
/** Of a million codes: a guess is right once in 200,000 requests. */
const mostTries = 5;

const phoneCodeSchema = v.object({
  number: v.string(),
  /** The event that asked for it, from which the code is derived. */
  requestId: v.string(),
  expiresAt: timestampSchema,
});
export type PhoneCode = v.InferOutput<typeof phoneCodeSchema>;

/** Reads a stored request for a code; null when there is none, or its time is over, or it was for another number. */
export function parsePhoneCode(
  item: Record<string, unknown> | undefined,
  { phone }: { readonly phone: string | null },
  now: Date,
): PhoneCode | null {
  if (item === undefined) return null;
  const code = v.parse(phoneCodeSchema, item);
  return code.number === phone && !isPast(code.expiresAt, now) ? code : null;
}

/** A new request for a code. */
export function newPhoneCode(number: string, requestId: string, now: Date): PhoneCode {
  return { number, requestId, expiresAt: after(now, codeLife).toISOString() };
}

/** The write that keeps a request for a code, in the place of an earlier one. */
export function putPhoneCode(tableName: string, accountId: string, code: PhoneCode): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...phoneCodeKey(accountId),
        ...code,
        tries: 0,
        expiresAtSeconds: timeToLive(new Date(code.expiresAt)),
      },
    },
  };
}

/** Counts a try before it is looked at; false when they are used up, or another code was asked for meanwhile. */
export async function countPhoneTry(
  table: Table,
  accountId: string,
  { requestId }: PhoneCode,
): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: phoneCodeKey(accountId),
        UpdateExpression: 'ADD tries :one',
        ConditionExpression: 'requestId = :request AND tries < :most',
        ExpressionAttributeValues: { ':one': 1, ':request': requestId, ':most': mostTries },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The write that uses up a code: of two who use it at once one wins. */
export function usePhoneCode(
  tableName: string,
  accountId: string,
  { requestId }: Pick<PhoneCode, 'requestId'>,
): TransactItem {
  return {
    Delete: {
      TableName: tableName,
      Key: phoneCodeKey(accountId),
      ConditionExpression: 'requestId = :request',
      ExpressionAttributeValues: { ':request': requestId },
    },
  };
}

/** What codes to a number are counted by, whoever asks for them. */
export function phoneSubject(number: string): string {
  return `number:${createHash('sha256').update(number).digest('base64url')}`;
}
