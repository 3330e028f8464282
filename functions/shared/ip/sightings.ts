import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { addressRefused } from '#events/lifecycle/address-refused.ts';
import { wouldHaveBlocked } from '#events/lifecycle/ip-would-have-blocked.ts';
import type { Account } from '../account-item.ts';
import type { Table } from '../aws/table-client.ts';
import { commit, type TransactItem } from '../aws/transaction.ts';
import { after, days, hours, timeToLive } from '../clock.ts';
import type { Company } from '../company-item.ts';
import { recordEvent } from '../event-item.ts';
import { ipMatchKey, ipRefusalKey, ipSightingKey, type Key } from '../table.ts';
import type { Viewer } from '../viewer.ts';
import { formatAddress, parseAddress } from './ip-range.ts';

/** What is told of one network: once an hour. What the owner is mailed: once a day (issue "IP restrictions"). */
const toldAgain = 1 * hours;
const mailedAgain = 1 * days;
/** How long a report tells of somebody who would have been kept out. */
const reported = 30 * days;
const matchKept = 400 * days;

export interface SightingDeps {
  readonly table: Table;
  readonly now: () => Date;
  readonly newId: () => string;
}

export interface Sighting {
  readonly account: Account;
  readonly company: Company;
  readonly viewer: Viewer;
}

/** Of IPv6 the /64: whoever has one address has all of those, and must not get a line in the log for each. */
function networkOf(ip: string): string {
  const address = parseAddress(ip);
  if (address === null || address.family === 4) return ip;
  return `${formatAddress(6, (address.value >> 64n) << 64n)}/64`;
}

const memories = new WeakMap<object, Map<string, number>>();

/** Does something at most once an interval in this instance, so that a request under fire costs no write. */
async function atMostEvery(
  interval: number,
  { table, about, now }: { table: Table; about: string; now: Date },
  act: () => Promise<void>,
): Promise<void> {
  const memory = memories.get(table.client) ?? new Map<string, number>();
  memories.set(table.client, memory);
  const last = memory.get(about);
  if (last !== undefined && now.getTime() - last < interval) return;
  if (memory.size >= 10_000) memory.clear();
  memory.set(about, now.getTime());
  try {
    await act();
  } catch (error) {
    memory.delete(about);
    throw error;
  }
}

const textOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

/** The write that notes a moment, unless one within the interval is noted already. */
function noteOnce(tableName: string, key: Key, now: Date, interval: number): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...key, at: now.toISOString(), expiresAtSeconds: timeToLive(after(now, interval)) },
      ConditionExpression: 'attribute_not_exists(pk) OR #at <= :before',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':before': after(now, -interval).toISOString() },
    },
  };
}

/**
 * Records that somebody who had a live session, or every proof for one, was refused for their address: a stolen
 * cookie looks like this. Once an hour for each network, and the mail to the account's owner once a day.
 */
export async function noteRefusal(
  deps: SightingDeps,
  { account, company, viewer }: Sighting,
  refused: { by: 'own' | 'company'; at: 'session' | 'sign-in' },
): Promise<void> {
  const now = deps.now();
  const { name: table } = deps.table;
  const { accountId, email, name, timezone } = account;
  const key = ipRefusalKey(accountId, networkOf(viewer.ip));
  const record = (mail: boolean) =>
    recordEvent(table, addressRefused, {
      id: deps.newId(),
      now,
      accountId,
      companyId: refused.by === 'company' ? company.companyId : null,
      actor: { kind: 'anonymous' },
      origin: viewer,
      data: { ...refused, mail, company: company.name, email, name, timezone },
    });
  await atMostEvery(toldAgain, { table: deps.table, about: textOf(key), now }, async () => {
    const once = noteOnce(table, key, now, toldAgain);
    const mailOnce = noteOnce(table, ipRefusalKey(accountId, null), now, mailedAgain);
    const failed = await commit(deps.table, [once, mailOnce, record(true)]);
    if (failed?.index === 1) await commit(deps.table, [once, record(false)]);
  });
}

/** Records that monitoring would have refused somebody: once an hour for each account and network. */
export async function noteWouldBlock(deps: SightingDeps, sighting: Sighting): Promise<void> {
  const now = deps.now();
  const { account, company, viewer } = sighting;
  const { accountId } = account;
  const key = ipSightingKey(company.companyId, accountId, networkOf(viewer.ip));
  const sighted: TransactItem[] = [
    {
      Update: {
        TableName: deps.table.name,
        Key: key,
        UpdateExpression:
          'SET accountId = :account, ip = :ip, lastAt = :now, firstAt = if_not_exists(firstAt, :now), expiresAtSeconds = :ttl ADD hoursSeen :one',
        ConditionExpression: 'attribute_not_exists(pk) OR lastAt <= :before',
        ExpressionAttributeValues: {
          ':account': accountId,
          ':ip': viewer.ip,
          ':now': now.toISOString(),
          ':before': after(now, -toldAgain).toISOString(),
          ':ttl': timeToLive(after(now, reported)),
          ':one': 1,
        },
      },
    },
    recordEvent(deps.table.name, wouldHaveBlocked, {
      id: deps.newId(),
      now,
      accountId,
      companyId: company.companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { scope: company.ipPolicy.scope },
    }),
  ];
  await atMostEvery(toldAgain, { table: deps.table, about: textOf(key), now }, async () => {
    await commit(deps.table, sighted);
  });
}

/** Notes that entries of a company's list let an address in: once a day for each entry. */
export async function noteMatches(
  table: Table,
  company: Company,
  ip: string,
  matching: () => readonly string[],
  now: Date,
): Promise<void> {
  const { companyId, ipPolicy } = company;
  const about = `${companyId} ${String(ipPolicy.listVersion)} ${ip}`;
  await atMostEvery(1 * days, { table, about, now }, async () => {
    const keys = matching().map((cidr) => ipMatchKey(companyId, cidr));
    await Promise.all(
      keys.map((key) =>
        atMostEvery(1 * days, { table, about: textOf(key), now }, () => noteMatch(table, key, now)),
      ),
    );
  });
}

async function noteMatch(table: Table, key: Key, now: Date): Promise<void> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: key.pk, sk: key.sk },
        UpdateExpression: 'SET lastMatchedAt = :now, expiresAtSeconds = :ttl',
        ConditionExpression: 'attribute_not_exists(pk) OR lastMatchedAt <= :before',
        ExpressionAttributeValues: {
          ':now': now.toISOString(),
          ':before': after(now, -1 * days).toISOString(),
          ':ttl': timeToLive(after(now, matchKept)),
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
