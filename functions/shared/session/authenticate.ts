import * as v from 'valibot';
import { type Account, accountSchema } from '../account-item.ts';
import { readMany } from '../aws/read-many.ts';
import type { Table } from '../aws/table-client.ts';
import { type Company, companySchema, type Membership, membershipSchema } from '../company-item.ts';
import { accountKey, companyKey, membershipKey, sessionKey } from '../table.ts';
import { hashSecret, type SessionCookie } from './session-cookie.ts';
import { isLive, type Session, sessionSchema } from './session-item.ts';

/** A request's authenticated side. */
export interface Authenticated {
  readonly cookie: SessionCookie;
  readonly session: Session;
  readonly account: Account;
  readonly membership: Membership;
  readonly company: Company;
}

/**
 * Authenticates a cookie in one consistent read of session, account, membership and company: a revoked
 * session, a removed member or a disabled account fails on its next request. Gives null for a cookie that
 * opens nothing; throws when the table cannot be read, so that the request fails closed.
 */
export async function authenticate(
  table: Table,
  cookie: SessionCookie,
  now: Date,
): Promise<Authenticated | null> {
  const [session, account, membership, company] = await readMany(table, [
    sessionKey(cookie.accountId, hashSecret(cookie.secret)),
    accountKey(cookie.accountId),
    membershipKey(cookie.companyId, cookie.accountId),
    companyKey(cookie.companyId),
  ]);
  if (!session || !account || !membership || !company) return null;

  const auth = {
    cookie,
    session: v.parse(sessionSchema, session),
    account: v.parse(accountSchema, account),
    membership: v.parse(membershipSchema, membership),
    company: v.parse(companySchema, company),
  };
  const live = auth.session.companyId === cookie.companyId && isLive(auth.session, auth.account, now);
  return live ? auth : null;
}
