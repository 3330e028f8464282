import { sessionStarted } from '#events/lifecycle/session-started.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import type { ProvenPassword, UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';
import { finishEmailChange } from '#functions/shared/email-change-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse, type Refusal } from '#functions/shared/outcome.ts';
import { reserveProof } from '#functions/shared/proof-throttle.ts';
import { recordRefusedProof } from '#functions/shared/refused-proof.ts';
import { companyToOpen } from '#functions/shared/session/company-to-open.ts';
import { browserKey, rememberBrowser } from '#functions/shared/session/known-browser-item.ts';
import type { SessionCookie } from '#functions/shared/session/session-cookie.ts';
import { endSession, startSession } from '#functions/shared/session/session-item.ts';
import { accountKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { parse } from 'valibot';

export interface SignInDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'provePassword' | 'revoke'>;
  readonly now: Now;
  readonly newId: () => string;
  readonly absoluteDays: number;
}

export interface SignInCommand {
  readonly email: string;
  readonly password: string;
  readonly viewer: Viewer;
  /** The session that the browser already holds; signing in replaces it (ASVS 7.2.4). */
  readonly replaces: SessionCookie | null;
}

/**
 * Signs in with email and password. A wrong password, an unknown address and a user that Cognito has locked
 * get the same answer; a right password waits like a wrong one while tries are throttled.
 */
export async function signIn(
  deps: SignInDeps,
  command: SignInCommand,
): Promise<Outcome<{ setCookie: string }>> {
  const now = deps.now();
  const proof = await reserveProof(deps.table, { email: command.email, ip: command.viewer.ip }, now);
  if (!proof.ok) return proof;
  const proven = await deps.pool.provePassword(command.email, command.password);
  if (proven.outcome === 'refused') {
    await recordRefusedProof(deps, proof, command, now);
    return refuse('invalid-credentials');
  }
  await proof.succeed();
  if (proven.outcome === 'unconfirmed') return refuse('not-confirmed');
  const started = await startFor(deps, command, proven);
  // A refused sign-in must leave no tokens alive.
  if (!started.ok) await deps.pool.revoke(proven.refreshToken);
  return started;
}

async function startFor(
  deps: SignInDeps,
  command: SignInCommand,
  proven: ProvenPassword,
): Promise<{ ok: true; setCookie: string } | Refusal> {
  const browser = browserKey(proven.accountId, command.viewer);
  const [item, known] = await readMany(deps.table, [accountKey(proven.accountId), browser]);
  // Cognito may know a user whose address was never proven to us: it has no account yet.
  if (item === undefined) return refuse('not-confirmed');
  const account = parse(accountSchema, item);
  if (account.state === 'disabled') return refuse('account-disabled');
  if (proven.email !== account.email) await finishEmailChange(deps, account, proven.email);

  const companyId = await companyToOpen(deps, account);
  const now = deps.now();
  const start = startSession(deps.table.name, {
    id: deps.newId(),
    accountId: account.accountId,
    companyId,
    refreshToken: proven.refreshToken,
    viewer: command.viewer,
    now,
    absoluteDays: deps.absoluteDays,
  });
  const { name, timezone } = account;
  await commit(deps.table, [
    ...start.items,
    rememberBrowser(deps.table.name, account.accountId, command.viewer, now),
    ...replacing(deps.table.name, command.replaces),
    recordEvent(deps.table.name, sessionStarted, {
      id: deps.newId(),
      now,
      accountId: account.accountId,
      companyId,
      actor: { kind: 'account', accountId: account.accountId },
      origin: command.viewer,
      data: {
        sessionId: start.session.id,
        newBrowser: known === undefined,
        email: proven.email,
        name,
        timezone,
      },
    }),
  ]);
  return { ok: true, setCookie: start.setCookie };
}

function replacing(tableName: string, cookie: SessionCookie | null): TransactItem[] {
  return cookie === null ? [] : [endSession(tableName, cookie)];
}
