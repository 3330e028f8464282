import * as v from 'valibot';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { Table } from '../aws/table-client.ts';
import type { TransactItem } from '../aws/transaction.ts';
import { after, days, isPast, minutes, seconds, timeToLive } from '../clock.ts';
import { timestampSchema } from '../fields.ts';
import { sessionKey } from '../table.ts';
import type { Viewer } from '../viewer.ts';
import { hashSecret, newSessionSecret, type SessionCookie, sessionCookie } from './session-cookie.ts';
import { openToken, sealToken } from './token-vault.ts';

/** How long a replaced secret still answers, for requests already under way in other tabs. */
const graceAfterRotation = 10 * seconds;
/** `lastSeenAt` is written at most this often. */
export const touchInterval = 1 * minutes;

/** What ends other sessions at this moment must not end the secret that a session is just getting. */
const asRead = '(attribute_not_exists(validSince) OR validSince = :since)';

export const sessionSchema = v.object({
  /** Stays the same when the secret rotates. */
  id: v.string(),
  accountId: v.string(),
  companyId: v.string(),
  createdAt: timestampSchema,
  lastSeenAt: timestampSchema,
  /**
   * From when on it counts: when its proof was given, or when its owner kept it while ending all others. Null where
   * that is `createdAt`.
   */
  validSince: v.optional(v.nullable(timestampSchema), null),
  /** Thirty days at most, whatever the idle timeout. */
  endsAt: timestampSchema,
  stepUpUntil: v.nullable(timestampSchema),
  /** Set on the item of a replaced secret: when it stops answering. */
  supersededUntil: v.nullable(timestampSchema),
  /** Cognito's refresh token, sealed under the secret; null after a sign-in with a recovery code, which mints none. */
  sealedToken: v.nullable(v.string()),
  ip: v.string(),
  browser: v.string(),
  os: v.string(),
  device: v.picklist(['desktop', 'mobile', 'tablet', 'other']),
});
export type Session = v.InferOutput<typeof sessionSchema>;

export interface NewSession {
  readonly id: string;
  readonly accountId: string;
  readonly companyId: string;
  readonly refreshToken: string | null;
  readonly viewer: Viewer;
  readonly now: Date;
  readonly absoluteDays: number;
  /** The moment (ISO 8601) before its proof was looked at. */
  readonly provenAt?: string;
}

/** The outcome of starting or rotating a session: writes to commit, and the cookie that counts once they are. */
export interface SessionWrite {
  readonly items: TransactItem[];
  readonly session: Session;
  readonly setCookie: string;
}

function put(tableName: string, session: Session, secret: string): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...sessionKey(session.accountId, hashSecret(secret)),
        ...session,
        expiresAtSeconds: timeToLive(new Date(session.endsAt)),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

function cookieFor(session: Session, secret: string, now: Date): string {
  const remaining = Math.floor((Date.parse(session.endsAt) - now.getTime()) / 1000);
  return sessionCookie({ accountId: session.accountId, companyId: session.companyId, secret }, remaining);
}

function seal(token: string | null, secret: string, owner: { accountId: string; sessionId: string }) {
  return token === null ? null : sealToken(token, secret, owner);
}

/** The refresh token behind a session; null when its sign-in minted none. */
export function heldToken({ session, cookie }: { session: Session; cookie: SessionCookie }): string | null {
  const owner = { accountId: session.accountId, sessionId: session.id };
  return session.sealedToken === null ? null : openToken(session.sealedToken, cookie.secret, owner);
}

/** Starts a session: a fresh secret, its item, and the cookie. */
export function startSession(tableName: string, input: NewSession): SessionWrite {
  const secret = newSessionSecret();
  const started = input.now.toISOString();
  const session: Session = {
    id: input.id,
    accountId: input.accountId,
    companyId: input.companyId,
    createdAt: started,
    lastSeenAt: started,
    validSince: input.provenAt ?? null,
    endsAt: after(input.now, input.absoluteDays * days).toISOString(),
    // Signing in is itself a proof of identity, but not one asked for a sensitive step (DESIGN "Step-up").
    stepUpUntil: null,
    supersededUntil: null,
    sealedToken: seal(input.refreshToken, secret, { accountId: input.accountId, sessionId: input.id }),
    ...input.viewer,
  };
  return {
    items: [put(tableName, session, secret)],
    session,
    setCookie: cookieFor(session, secret, input.now),
  };
}

/**
 * Replaces the secret of a session, keeping its id, and applies `changes`; `refreshToken` replaces the one that it
 * holds. The old item answers ten seconds more. Its write fails its condition when the secret was already replaced or the session ended meanwhile.
 */
export function rotateSession(
  tableName: string,
  held: { session: Session; cookie: SessionCookie },
  changes: Partial<Pick<Session, 'stepUpUntil' | 'companyId'>> & { readonly refreshToken?: string },
  now: Date,
): SessionWrite {
  const secret = newSessionSecret();
  const { session, cookie } = held;
  const owner = { accountId: session.accountId, sessionId: session.id };
  const { refreshToken = heldToken(held), ...fields } = changes;
  const rotated: Session = {
    ...session,
    ...fields,
    lastSeenAt: now.toISOString(),
    sealedToken: seal(refreshToken, secret, owner),
  };
  const until = after(now, graceAfterRotation);
  const supersede: TransactItem = {
    Update: {
      TableName: tableName,
      Key: sessionKey(session.accountId, hashSecret(cookie.secret)),
      UpdateExpression: 'SET supersededUntil = :until, expiresAtSeconds = :ttl',
      ConditionExpression: `attribute_exists(pk) AND supersededUntil = :none AND ${asRead}`,
      ExpressionAttributeValues: {
        ':until': until.toISOString(),
        ':ttl': timeToLive(until),
        ':none': null,
        ':since': session.validSince,
      },
    },
  };
  return {
    items: [supersede, put(tableName, rotated, secret)],
    session: rotated,
    setCookie: cookieFor(rotated, secret, now),
  };
}

/** The write that ends the session behind a secret; ending one that is gone succeeds. */
export function endSession(tableName: string, cookie: SessionCookie): TransactItem {
  return { Delete: { TableName: tableName, Key: sessionKey(cookie.accountId, hashSecret(cookie.secret)) } };
}

/**
 * The write that lets a session outlive `endAllSessions` of the same moment. It fails once its secret was replaced,
 * or the same was done by another request: of parallel ones one wins.
 */
export function keepSession(
  tableName: string,
  { session, cookie }: { session: Session; cookie: SessionCookie },
  now: Date,
): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: sessionKey(cookie.accountId, hashSecret(cookie.secret)),
      UpdateExpression: 'SET validSince = :now',
      ConditionExpression: `supersededUntil = :none AND ${asRead}`,
      ExpressionAttributeValues: { ':now': now.toISOString(), ':none': null, ':since': session.validSince },
    },
  };
}

/**
 * Tells whether a session still stands: not superseded, not past its absolute end, not idle for longer than
 * the account's timeout, not begun before the account ended all of its sessions (ASVS 7.3.1, 7.3.2, 7.4.1).
 */
export function isLive(
  session: Session,
  account: { sessionTimeoutMinutes: number | null; sessionsValidFrom: string },
  now: Date,
): boolean {
  if (session.supersededUntil !== null && isPast(session.supersededUntil, now)) return false;
  if (isPast(session.endsAt, now)) return false;
  if ((session.validSince ?? session.createdAt) < account.sessionsValidFrom) return false;
  const idle = account.sessionTimeoutMinutes;
  return idle === null || !isPast(after(new Date(session.lastSeenAt), idle * minutes).toISOString(), now);
}

/** Notes that a session is in use and from where. A session that ended meanwhile stays ended. */
export async function touchSession(
  table: Table,
  held: { session: Session; cookie: SessionCookie },
  viewer: Viewer,
  now: Date,
): Promise<void> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: sessionKey(held.session.accountId, hashSecret(held.cookie.secret)),
        UpdateExpression: 'SET lastSeenAt = :now, ip = :ip',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':now': now.toISOString(), ':ip': viewer.ip },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
