import * as v from 'valibot';
import type { Account } from '../account-item.ts';
import { queryPages } from '../aws/query-pages.ts';
import type { Table } from '../aws/table-client.ts';
import { commit, Contended, type TransactItem } from '../aws/transaction.ts';
import { accountKey, type Key, sessionPrefix } from '../table.ts';
import { isLive, type Session, sessionSchema } from './session-item.ts';

const storedSchema = v.object({ pk: v.string(), sk: v.string(), ...sessionSchema.entries });

export interface StoredSession {
  readonly key: Key;
  readonly session: Session;
}

/** The sessions of an account that still open something, replaced secrets in their last seconds among them. */
export async function listLiveSessions(table: Table, account: Account, now: Date): Promise<StoredSession[]> {
  const found: StoredSession[] = [];
  const query = {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': accountKey(account.accountId).pk, ':prefix': sessionPrefix },
  };
  for await (const items of queryPages(table, query)) {
    for (const item of items) {
      const { pk, sk, ...session } = v.parse(storedSchema, item);
      if (isLive(session, account, now)) found.push({ key: { pk, sk }, session });
    }
  }
  return found;
}

/**
 * Ends a session by its id, together with other writes; false when the account has no such live session. A secret
 * that is replaced at the same moment would carry the session on, so each delete insists that its secret is still
 * the current one, and what was replaced is looked for again.
 */
export async function endSessionById(
  table: Table,
  account: Account,
  sessionId: string,
  now: Date,
  items: readonly TransactItem[],
): Promise<boolean> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const live = await listLiveSessions(table, account, now);
    const own = live.filter(({ session }) => session.id === sessionId);
    if (own.length === 0) return false;
    const lost = await commit(table, [...own.map((stored) => deletion(table.name, stored)), ...items]);
    if (lost === null) return true;
  }
  throw new Contended('A session was replaced each time it was to be ended');
}

/** Ends the sessions of an account that began at a moment or later; repeating it succeeds. */
export async function endSessionsSince(
  table: Table,
  account: Account,
  moment: string,
  now: Date,
): Promise<void> {
  // Once more than there are batches of them: a session that renews its secret meanwhile is found again.
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const live = await listLiveSessions(table, account, now);
    const batch = live.filter(({ session }) => session.createdAt >= moment).slice(0, 90);
    if (batch.length === 0) return;
    await commit(
      table,
      batch.map((stored) => deletion(table.name, stored)),
    );
  }
  throw new Contended('Sessions were replaced each time they were to be ended');
}

function deletion(tableName: string, { key, session }: StoredSession): TransactItem {
  if (session.supersededUntil !== null) return { Delete: { TableName: tableName, Key: key } };
  return {
    Delete: {
      TableName: tableName,
      Key: key,
      ConditionExpression: 'attribute_not_exists(pk) OR supersededUntil = :none',
      ExpressionAttributeValues: { ':none': null },
    },
  };
}
