import { sessionStarted } from '#events/lifecycle/session-started.ts';
import type { Account } from '../account-item.ts';
import type { Table } from '../aws/table-client.ts';
import { commit, type TransactItem } from '../aws/transaction.ts';
import type { Now } from '../clock.ts';
import { recordEvent } from '../event-item.ts';
import { type Outcome, refuse, type Refusal } from '../outcome.ts';
import type { Viewer } from '../viewer.ts';
import { companyAdmitting } from './company-admitting.ts';
import { rememberBrowser } from './known-browser-item.ts';
import type { SessionCookie } from './session-cookie.ts';
import { endSession, startSession } from './session-item.ts';

export interface OpenSessionDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly absoluteDays: number;
}

/** Somebody who has given every proof that their account asks for. */
export interface OpenSessionInput {
  readonly account: Account;
  /** The address to which the notice of a new browser goes. */
  readonly email: string;
  readonly method: 'password' | 'totp' | 'recovery-code' | 'passkey';
  /** What Cognito minted for the proof; null where it minted nothing. */
  readonly refreshToken: string | null;
  readonly viewer: Viewer;
  /**
   * The moment (ISO 8601) before the proof was looked at. What ends all sessions after it ends this one too, although
   * it starts later: a sign-in that is under way while the password is reset opens nothing.
   */
  readonly provenAt?: string;
  /** Whether the account has not been used from this browser before (nothing at `browserKey`). */
  readonly newBrowser: boolean;
  /** The session that the browser already holds; signing in replaces it (ASVS 7.2.4). */
  readonly replaces: SessionCookie | null;
  /** Writes that stand or fall with the session, and the answer when a condition of theirs fails. */
  readonly also?: { readonly items: readonly TransactItem[]; readonly lost: Refusal };
}

/**
 * Signs a person in: session, known browser, event and what else the proof consumes, in one transaction. Two round
 * trips, whatever the proof was. A refusal leaves nothing written; minted tokens are the caller's to revoke.
 */
export async function openSession(
  deps: OpenSessionDeps,
  input: OpenSessionInput,
): Promise<Outcome<{ setCookie: string }>> {
  const { account, viewer, also } = input;
  const { accountId, name, timezone } = account;
  if (account.state === 'disabled') return refuse('account-disabled');
  const admitted = await companyAdmitting(deps, account, viewer);
  if ('ok' in admitted) return admitted;
  const { companyId } = admitted;
  const now = deps.now();
  const table = deps.table.name;
  const { refreshToken, replaces, email, method, provenAt } = input;
  const start = startSession(table, {
    ...{ id: deps.newId(), accountId, companyId, refreshToken, viewer, now },
    absoluteDays: deps.absoluteDays,
    ...(provenAt === undefined ? {} : { provenAt }),
  });
  const lost = await commit(deps.table, [
    ...(also?.items ?? []),
    ...start.items,
    rememberBrowser(table, accountId, viewer, now),
    ...(replaces === null ? [] : [endSession(table, replaces)]),
    recordEvent(table, sessionStarted, {
      id: deps.newId(),
      now,
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: {
        sessionId: start.session.id,
        newBrowser: input.newBrowser,
        method,
        email,
        name,
        timezone,
      },
    }),
  ]);
  if (lost !== null && also !== undefined && lost.index < also.items.length) return also.lost;
  return { ok: true, setCookie: start.setCookie };
}
