import { otherSessionsEnded } from '#events/lifecycle/other-sessions-ended.ts';
import { sessionEnded } from '#events/lifecycle/session-ended.ts';
import { endAllSessions } from '#functions/shared/account-writes.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { keepSession } from '#functions/shared/session/session-item.ts';
import { endSessionById } from '#functions/shared/session/session-list.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

export interface EndSessionsDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

interface By {
  readonly auth: Authenticated;
  readonly viewer: Viewer;
}

function about({ auth: { account, session }, viewer }: By, now: Date) {
  const { accountId } = account;
  const actor = { kind: 'account', accountId } as const;
  return { now, accountId, companyId: session.companyId, actor, origin: viewer };
}

/**
 * Ends one session of the caller's account; one that isn't there, or is somebody else's, is not found. Its Cognito
 * token can't be revoked from here: only the ended browser's secret opens it, and that opens nothing any more
 * (docs/decisions/011-ended-sessions-and-their-tokens.md).
 */
export async function endOneSession(
  deps: EndSessionsDeps,
  command: By & { sessionId: string },
): Promise<Outcome> {
  const { sessionId, auth } = command;
  const now = deps.now();
  const told = recordEvent(deps.table.name, sessionEnded, {
    ...about(command, now),
    id: deps.newId(),
    data: { sessionId, how: 'ended' },
  });
  const ended = await endSessionById(deps.table, auth.account, sessionId, now, [told]);
  return ended ? { ok: true } : refuse('not-found');
}

/** Ends every session of the account but the caller's, all by one write (docs/decisions/003). */
export async function endOtherSessions(deps: EndSessionsDeps, command: By): Promise<Outcome> {
  const { account, session } = command.auth;
  const now = deps.now();
  const table = deps.table.name;
  const replaced = await commit(deps.table, [
    keepSession(table, command.auth, now),
    endAllSessions(table, account.accountId, now),
    recordEvent(table, otherSessionsEnded, {
      ...about(command, now),
      id: deps.newId(),
      data: { sessionId: session.id },
    }),
  ]);
  return replaced === null ? { ok: true } : refuse('session-rotated');
}
