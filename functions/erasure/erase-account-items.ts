import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { deleteKeys } from '#functions/shared/aws/delete-keys.ts';
import { type PagedQuery, queryPages } from '#functions/shared/aws/query-pages.ts';
import { partitionKeys } from '#functions/shared/aws/read-partition.ts';
import { dueBuckets } from '#functions/shared/due-item.ts';
import { phoneSubject } from '#functions/shared/phone-code-item.ts';
import {
  accountKey,
  addressClaimKey,
  callCountKey,
  chainOf,
  deferredKey,
  dueKey,
  eventKey,
  idempotencyKey,
  inboxKey,
  type Key,
  throttleKey,
} from '#functions/shared/table.ts';
import { emailSubject } from '#functions/shared/throttle-item.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
import type { Replacement } from './pseudonym.ts';

type StoreDeps = Pick<ErasureDeps, 'table'>;

/** Deletes what is stored of an account outside the table: its photo, and the archives of its exports. */
export async function eraseObjects(
  { table, photos, exports }: Pick<ErasureDeps, 'table' | 'photos' | 'exports'>,
  { accountId }: Claimed,
): Promise<void> {
  const account = await readAccount(table, accountId);
  if (account?.avatarUrl != null) await photos.delete(account.avatarUrl);
  await exports.deleteBelow(`exports/${accountId}/`);
}

/** Where else something of an account is stored, in partitions of its own. Its log is erased apart. */
function partitionsOf(accountId: string): readonly string[] {
  return [
    chainOf({ accountId }),
    idempotencyKey(accountId, '', '').pk,
    inboxKey(accountId, '').pk,
    deferredKey(accountId, '', '', '').pk,
  ];
}

/**
 * Deletes everything that is stored below an account, what later features keep there included, but the account itself:
 * as long as it is there, its address is known, and the last mail can be written. The event of that mail stays, too.
 */
export async function eraseAccountItems(
  { table }: StoreDeps,
  { accountId, farewellId }: Claimed,
): Promise<void> {
  const account = accountKey(accountId);
  for await (const keys of partitionKeys(table, account.pk)) {
    await deleteKeys(
      table,
      keys.filter(({ sk }) => sk !== account.sk),
    );
  }
  await eraseOwnLog(table, accountId, farewellId);
  for (const pk of partitionsOf(accountId))
    for await (const keys of partitionKeys(table, pk)) await deleteKeys(table, keys);
  await eraseDues(table, accountId);
}

/** Deletes what was counted by the numbers of the person. */
export async function erasePhoneCounters(
  { table }: StoreDeps,
  { phone, confirmedPhone }: Pick<Account, 'phone' | 'confirmedPhone'>,
): Promise<void> {
  for (const number of new Set([phone, confirmedPhone?.number])) {
    if (number == null) continue;
    const { pk } = callCountKey('phone-code', phoneSubject(number), 0);
    for await (const keys of partitionKeys(table, pk)) await deleteKeys(table, keys);
  }
}

/**
 * Deletes the lines that concern no company, before their chain goes. Those of companies are others' too: they were
 * moved, and one that was written since is moved when no request can be under way any more.
 */
async function eraseOwnLog(table: StoreDeps['table'], accountId: string, farewellId: string): Promise<void> {
  const own = {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :events',
    FilterExpression: 'attribute_type(companyId, :none)',
    ProjectionExpression: 'pk, sk',
    ExpressionAttributeValues: { ':events': eventKey(accountId, '').pk, ':none': 'NULL' },
  };
  await deleteFound(table, own, farewellId);
}

/** Deletes what a query finds, page by page, but what has one sort key. */
async function deleteFound(table: StoreDeps['table'], query: PagedQuery, spared?: string): Promise<void> {
  for await (const items of queryPages(table, query)) {
    const keys = items.map((item) => v.parse(keySchema, item));
    await deleteKeys(
      table,
      keys.filter(({ sk }) => sk !== spared),
    );
  }
}

/** What is counted by the hash of an address. */
const mailed = ['mail', 'invitation-mail'] as const;

/**
 * Deletes what waits at the addresses of the person: resets, recoveries, former addresses that could be restored. The
 * claim on the present one goes with the account, in one transaction. What somebody else has there by now stays.
 */
export async function eraseAddresses(
  { table }: StoreDeps,
  { emails, accountId }: Pick<Replacement, 'emails' | 'accountId'>,
  present: string,
): Promise<void> {
  for (const email of emails) {
    const subject = emailSubject(email).id;
    const counters = [throttleKey(subject).pk, ...mailed.map((kind) => callCountKey(kind, subject, 0).pk)];
    for (const pk of counters)
      for await (const keys of partitionKeys(table, pk)) await deleteKeys(table, keys);
    await eraseAtAddress(table, { email, accountId }, email === present ? addressClaimKey(email).sk : null);
  }
}

/** Deletes once more what waits at addresses that were theirs: whoever has them by now has nothing of this account. */
export async function eraseLateAtAddresses(
  { table }: StoreDeps,
  { formerly: { emails }, accountId }: Pick<Claimed, 'formerly' | 'accountId'>,
): Promise<void> {
  for (const email of emails) await eraseAtAddress(table, { email, accountId });
}

async function eraseAtAddress(
  table: StoreDeps['table'],
  { email, accountId }: { readonly email: string; readonly accountId: string },
  spared: string | null = null,
): Promise<void> {
  for await (const keys of partitionKeys(table, addressClaimKey(email).pk))
    for (const key of keys) if (key.sk !== spared) await deleteIfOf(table, key, accountId);
}

async function deleteIfOf(table: StoreDeps['table'], key: Key, accountId: string): Promise<void> {
  try {
    await table.client.send(
      new DeleteCommand({
        TableName: table.name,
        Key: { ...key },
        ConditionExpression: 'accountId = :account',
        ExpressionAttributeValues: { ':account': accountId },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

const keySchema = v.object({ pk: v.string(), sk: v.string() });

/** Whatever was to happen to the account by itself. */
async function eraseDues(table: StoreDeps['table'], accountId: string): Promise<void> {
  for (let bucket = 0; bucket < dueBuckets; bucket += 1) {
    await deleteFound(table, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :bucket',
      FilterExpression: 'accountId = :account',
      ProjectionExpression: 'pk, sk',
      ExpressionAttributeValues: { ':bucket': dueKey(bucket, '', '', '').pk, ':account': accountId },
    });
  }
}
