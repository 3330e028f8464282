import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Table } from '../aws/table-client.ts';
import type { TransactItem } from '../aws/transaction.ts';
import { timestampSchema } from '../fields.ts';
import { foldCode, writeBase32 } from '../mailed-code.ts';
import { recoveryCodesKey } from '../table.ts';

/** How many codes a set has. */
const codesInSet = 10;
/** Characters of a code at 5 bits each: 130 bits, so that a plain hash of it is enough (NIST SP 800-63B-4 §3.1.2.2). */
const codeLength = 26;

const itemSchema = v.object({
  createdAt: timestampSchema,
  /** SHA-256 of each code that is left. DynamoDB keeps no empty set: without codes there is no attribute. */
  hashes: v.optional(v.set(v.string()), new Set<string>()),
});

/** The hashes of the codes that are left, from the stored item or its absence. */
export function parseRecoveryCodes(item: unknown): ReadonlySet<string> {
  return item === undefined ? new Set() : v.parse(itemSchema, item).hashes;
}

/** Reads which recovery codes an account has left, consistently. */
export async function readRecoveryCodes(table: Table, accountId: string): Promise<ReadonlySet<string>> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: recoveryCodesKey(accountId), ConsistentRead: true }),
  );
  return parseRecoveryCodes(Item);
}

/** Makes a set of codes, as they are shown once: `7QK2M-0VX9A-…`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: codesInSet }, () =>
    writeBase32(randomBytes(20), codeLength).replace(/^(.{5})(.{5})(.{5})(.{5})/, '$1-$2-$3-$4-'),
  );
}

/** What is stored of a code; hyphens, spaces, case and look-alike letters of the typed one do not matter. */
export function hashRecoveryCode(code: string): string {
  return createHash('sha256')
    .update(foldCode(code.replaceAll(/[\s-]/g, '')))
    .digest('base64url');
}

/** The write that makes these the account's codes; any earlier ones are dead. */
export function putRecoveryCodes(
  tableName: string,
  accountId: string,
  codes: readonly string[],
  now: Date,
): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...recoveryCodesKey(accountId),
        createdAt: now.toISOString(),
        hashes: new Set(codes.map(hashRecoveryCode)),
      },
    },
  };
}

/** The write that uses up one code: of any number at once, one succeeds (CVE-2026-31875). */
export function consumeRecoveryCode(tableName: string, accountId: string, hash: string): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: recoveryCodesKey(accountId),
      UpdateExpression: 'DELETE hashes :used',
      ConditionExpression: 'contains(hashes, :hash)',
      ExpressionAttributeValues: { ':used': new Set([hash]), ':hash': hash },
    },
  };
}

/** The write that removes all codes; with `proof`, only while that code is unused. */
export function deleteRecoveryCodes(
  tableName: string,
  accountId: string,
  proof: string | null = null,
): TransactItem {
  return {
    Delete: {
      TableName: tableName,
      Key: recoveryCodesKey(accountId),
      ...(proof === null
        ? {}
        : {
            ConditionExpression: 'contains(hashes, :hash)',
            ExpressionAttributeValues: { ':hash': proof },
          }),
    },
  };
}
