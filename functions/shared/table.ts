/**
 * The one table: its shape and every key prefix in it. CDK and the local stack create it from `tableShape`;
 * items build their keys with the functions below and nowhere else.
 *
 * | access | key | how |
 * |---|---|---|
 * | authenticate a request | account, session, membership, company | BatchGetItem x4, consistent |
 * | sign in by address; claim an address | address claim | GetItem; conditional write |
 * | a pending sign-up, reset, email change | below the address or account | GetItem; conditional write |
 * | sessions of an account | account partition, `SESSION#` | Query |
 * | passkeys of an account | account partition, `PASSKEY#` | Query |
 * | browsers that show notifications; a phone's code | below the account | GetItem, BatchGetItem |
 * | members of a company; its invitations | company partition, `MEMBER#`, `INVITATION#` | Query |
 * | IP list of an account; of a company, in parts | below the account; the company | GetItem; BatchGetItem |
 * | companies of an account | GSI1, `ACCOUNT#` | Query |
 * | events of an account; of a company | event partition; GSI1 | Query, newest first |
 * | the chain of a log: its end, its links | partition of the chain, `HEAD`, `LINE#` | BatchGetItem of 100; Query |
 * | what falls due by time | `DUE#` buckets, in order of time | Query up to now; one conditional write claims |
 * | what a person chose to be told; of a company: defaults, locks | below the account; the company | BatchGetItem of 100 |
 * | inbox of an account; what is unread in it | inbox partition; GSI1, `UNREAD#` | Query, newest first |
 * | what a channel was handed; what waits for its moment | delivery partition, `SENT#`, `LATER#` | conditional write; Query |
 * | telephony providers of a company | company partition, `INTEGRATION#` | Query |
 * | a job by its id | below the account or the company | BatchGetItem |
 * | the receipt of an erasure; what an erasure under way is about | partitions of their own | GetItem |
 * | a job by its id; the newest export; a running reset | below the account or the company | BatchGetItem |
 * | throttles, limits, idempotency keys, mail receipts | partitions of their own | one conditional write |
 */
export const tableShape = {
  partitionKey: 'pk',
  sortKey: 'sk',
  indexName: 'gsi1',
  indexPartitionKey: 'gsi1pk',
  indexSortKey: 'gsi1sk',
  timeToLive: 'expiresAtSeconds',
} as const;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface IndexKey {
  readonly gsi1pk: string;
  readonly gsi1sk: string;
}

export function accountKey(accountId: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: 'ACCOUNT' };
}

/** Sessions are found by the hash of their secret, so that one BatchGetItem authenticates. */
export function sessionKey(accountId: string, secretHash: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: `SESSION#${secretHash}` };
}

export const sessionPrefix = 'SESSION#';

export function emailChangeKey(accountId: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: 'EMAIL-CHANGE' };
}

/** The person's own IP list; its version is on the account. */
export function ownIpListKey(accountId: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: 'IP-LIST' };
}

/** When an account was last refused from a network, or told so (network null). */
export function ipRefusalKey(accountId: string, network: string | null): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: `IP-REFUSAL#${network ?? ''}` };
}

/** A confirmed change of address that can still be reverted; the event that made it names it. */
export function emailRevertKey(accountId: string, eventId: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: `EMAIL-REVERT#${eventId}` };
}

export const emailRevertPrefix = 'EMAIL-REVERT#';

/** What is left of an account's recovery codes. */
export function recoveryCodesKey(accountId: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: 'RECOVERY-CODES' };
}

/** A browser from which the account has signed in, by a hash of its lasting traits. */
export function knownBrowserKey(accountId: string, browserHash: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: `BROWSER#${browserHash}` };
}

/** A passkey of the account, by the hash of its credential id. */
export function passkeyKey(accountId: string, passkeyId: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: `PASSKEY#${passkeyId}` };
}

/** What a person chose to be told, and how. */
export function notificationPreferencesKey(accountId: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: 'NOTIFICATIONS' };
}

/** The browsers that show the account's notifications; whoever delivers may drop them. */
export function pushKey(accountId: string): Key {
  return { pk: `DELIVERY#${accountId}`, sk: 'PUSH' };
}

/** A code on its way to the phone of the account. */
export function phoneCodeKey(accountId: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: 'PHONE-CODE' };
}

/** That the owner said of an event that it was not them. */
export function disownedKey(accountId: string, eventId: string): Key {
  return { pk: `ACCOUNT#${accountId}`, sk: `DISOWNED#${eventId}` };
}

export function companyKey(companyId: string): Key {
  return { pk: `COMPANY#${companyId}`, sk: 'COMPANY' };
}

/** A part of a company's IP list; its version is on the company. */
export function companyIpListKey(companyId: string, part: number): Key {
  return { pk: `COMPANY#${companyId}`, sk: `IP-LIST#${String(part).padStart(3, '0')}` };
}

/** When an entry of a company's IP list last let somebody in. */
export function ipMatchKey(companyId: string, cidr: string): Key {
  return { pk: `COMPANY#${companyId}`, sk: `${ipMatchPrefix}${cidr}` };
}
export const ipMatchPrefix = 'IP-MATCH#';

/** Whom a company's IP list would have kept out, and from which network. */
export function ipSightingKey(companyId: string, accountId: string, network: string): Key {
  return { pk: `COMPANY#${companyId}`, sk: `${ipSightingPrefix}${accountId}#${network}` };
}
export const ipSightingPrefix = 'IP-SIGHTING#';

/** What a company's admins decided about notifications. */
export function notificationDefaultsKey(companyId: string): Key {
  return { pk: `COMPANY#${companyId}`, sk: 'NOTIFICATIONS' };
}

export function membershipKey(companyId: string, accountId: string): Key {
  return { pk: `COMPANY#${companyId}`, sk: `MEMBER#${accountId}` };
}

/** An invitation to a company. */
export function invitationKey(companyId: string, invitationId: string): Key {
  return { pk: `COMPANY#${companyId}`, sk: `INVITATION#${invitationId}` };
}

/** The index side of a membership: an account's companies. */
export function membershipIndexKey(companyId: string, accountId: string): IndexKey {
  return { gsi1pk: `ACCOUNT#${accountId}`, gsi1sk: `COMPANY#${companyId}` };
}

/** A telephony provider that a company has connected. */
export function integrationKey(companyId: string, provider: string): Key {
  return { pk: `COMPANY#${companyId}`, sk: `${integrationPrefix}${provider}` };
}
export const integrationPrefix = 'INTEGRATION#';

/** Who holds an address: at most one account (a conditional write decides). */
export function addressClaimKey(email: string): Key {
  return { pk: `EMAIL#${email}`, sk: 'CLAIM' };
}

export function pendingSignUpKey(email: string): Key {
  return { pk: `EMAIL#${email}`, sk: 'SIGN-UP' };
}

/** That a request is making the account of an invited address. */
export function newcomerKey(email: string): Key {
  return { pk: `EMAIL#${email}`, sk: 'NEWCOMER' };
}

export function passwordResetKey(email: string): Key {
  return { pk: `EMAIL#${email}`, sk: 'PASSWORD-RESET' };
}

/** What waits for the link that starts a recovery. */
export function recoveryRequestKey(email: string): Key {
  return { pk: `EMAIL#${email}`, sk: 'RECOVERY' };
}

/** Events of one account, in order of their time-sortable ids. */
export function eventKey(accountId: string, eventId: string): Key {
  return { pk: `EVENTS#${accountId}`, sk: eventId };
}
export const eventPartitionPrefix = 'EVENTS#';

/** The index side of an event: a company's audit log. */
export function companyEventIndexKey(companyId: string, eventId: string): IndexKey {
  return { gsi1pk: `COMPANY-EVENTS#${companyId}`, gsi1sk: eventId };
}

export const dueKeyPrefix = 'DUE#';

/** Something to be done at a moment; its bucket is swept in order of time. */
export function dueKey(bucket: number, at: string, kind: string, reference: string): Key {
  return { pk: `${dueKeyPrefix}${String(bucket)}`, sk: `${at}#${kind}#${reference}` };
}

/** That a mail of an event was sent. */
export function mailReceiptKey(eventId: string, mail: string): Key {
  return { pk: `MAIL#${eventId}`, sk: mail };
}

/** That a publisher's notification was accepted, and as which. */
export function notificationKey(source: string, id: string): Key {
  return { pk: `NOTIFICATION#${source}#${id}`, sk: 'NOTIFICATION' };
}

/** What an account was told, in order of the notifications' time-sortable ids: its inbox. */
export function inboxKey(accountId: string, notificationId: string): Key {
  return { pk: `INBOX#${accountId}`, sk: notificationId };
}

/** The index side of what is unread. */
export function unreadIndexKey(accountId: string, notificationId: string): IndexKey {
  return { gsi1pk: `UNREAD#${accountId}`, gsi1sk: notificationId };
}

/** That a notification was handed to a channel for an account. */
export function deliveryReceiptKey(accountId: string, notificationId: string, channel: string): Key {
  return { pk: `DELIVERY#${accountId}`, sk: `SENT#${notificationId}#${channel}` };
}

/** What waits to be handed to a channel at a moment. */
export function deferredKey(accountId: string, channel: string, at: string, notificationId: string): Key {
  return { pk: `DELIVERY#${accountId}`, sk: `LATER#${channel}#${at}#${notificationId}` };
}

// Apart, since this file is long: what limits are counted by, what an erasure keeps, and what outlives it.
export { callCountKey, idempotencyKey, throttleKey } from './limit-keys.ts';
export {
  erasureKey,
  ownerAnswerKey,
  pseudonymousEventKey,
  receiptKey,
  statisticsKey,
} from './erasure/erasure-keys.ts';
export {
  chainHeadKey,
  chainOf,
  chainPartitionPrefix,
  eventOfLink,
  linkKey,
  linkPrefix,
} from './log-chain/chain-keys.ts';
