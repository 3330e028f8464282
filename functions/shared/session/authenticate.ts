import * as v from 'valibot';
import { type Account, accountSchema } from '../account-item.ts';
import { readMany } from '../aws/read-many.ts';
import type { Table } from '../aws/table-client.ts';
import { parsePlace, type Place } from '../company-item.ts';
import { accountKey, companyKey, membershipKey, sessionKey } from '../table.ts';
import { hashSecret, type SessionCookie } from './session-cookie.ts';
import { isLive, type Session, sessionSchema } from './session-item.ts';

/** A session that stands, and whose it is. */
export interface LiveSession {
  readonly cookie: SessionCookie;
  readonly session: Session;
  readonly account: Account;
}

/** A request's authenticated side. */
export interface Authenticated extends LiveSession, Place {}

/**
 * Authenticates a cookie in one consistent read of session, account, membership and company: a revoked
 * session, a removed member or a disabled account fails on its next request. Gives null for a cookie that
 * opens nothing, and no place where the session stands but its person belongs to its company no more; throws
 * when the table cannot be read, so that the request fails closed. With `whileIdle` the idle time does not count.
 */
export async function readSession(
  table: Table,
  cookie: SessionCookie,
  now: Date,
  { whileIdle = false } = {},
): Promise<(LiveSession & { readonly place: Place | null }) | null> {
  const [session, account, membership, company] = await readMany(table, [
    sessionKey(cookie.accountId, hashSecret(cookie.secret)),
    accountKey(cookie.accountId),
    membershipKey(cookie.companyId, cookie.accountId),
    companyKey(cookie.companyId),
  ]);
  if (!session || !account) return null;

  const held = { cookie, session: v.parse(sessionSchema, session), account: v.parse(accountSchema, account) };
  const terms = whileIdle ? { ...held.account, sessionTimeoutMinutes: null } : held.account;
  const live = held.session.companyId === cookie.companyId && isLive(held.session, terms, now);
  return live ? { ...held, place: parsePlace(membership, company) } : null;
}

/** Authenticates a cookie as `readSession` does; null also for a session that has lost its company. */
export async function authenticate(
  table: Table,
  cookie: SessionCookie,
  now: Date,
): Promise<Authenticated | null> {
  const live = await readSession(table, cookie, now);
  if (!live?.place) return null;
  const { place, ...held } = live;
  return { ...held, ...place };
}
