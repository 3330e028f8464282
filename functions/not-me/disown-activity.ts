import { randomBytes } from 'node:crypto';
import { activityDisowned } from '#events/lifecycle/activity-disowned.ts';
import { passwordResetRequested } from '#events/lifecycle/password-reset-requested.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { endAllSessions } from '#functions/shared/account-writes.ts';
import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import { after, isPast, type Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { readLink } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { putPasswordReset } from '#functions/shared/password-reset-item.ts';
import { forgetBrowser } from '#functions/shared/session/known-browser-item.ts';
import { endSessionsSince } from '#functions/shared/session/session-list.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { type Activity, disownLife, markDisowned, readDisowning } from './disowned-item.ts';

export interface DisownDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'setPassword' | 'signOutEverywhere'>;
  readonly now: Now;
  readonly newId: () => string;
  readonly readCodeSecret: ReadSecret;
}

/**
 * "This wasn't me", by the link of a notice within seven days: whoever it was knows the password, so that is thrown
 * away first; then the session of that sign-in ends, and those begun since, or all of them where the password was
 * changed; then a reset goes to the account's address. Killed in between, the link again finishes; once finished,
 * it does nothing more. A link that is forged, too old or about nothing is refused alike.
 */
export async function disownActivity(
  deps: DisownDeps,
  command: { token: string; viewer: Viewer },
): Promise<Outcome> {
  const link = await readLink(deps.readCodeSecret, 'not-me', command.token);
  if (link === null) return refuse('invalid-code');
  const found = await readDisowning(deps.table, link);
  if (found === null || found.account.state === 'disabled') return refuse('invalid-code');
  const { account, activity, done } = found;
  const until = after(new Date(activity.occurredAt), disownLife);
  if (isPast(until.toISOString(), deps.now())) return refuse('invalid-code');
  if (done) return { ok: true };

  const { accountId } = account;
  await deps.pool.setPassword(accountId, `Aa1!${randomBytes(48).toString('base64url')}`);
  await deps.pool.signOutEverywhere(accountId);
  if (activity.kind === 'sign-in')
    await endSessionsSince(deps.table, account, activity.occurredAt, deps.now());
  // Lost to the same link elsewhere, which has finished: one mail is enough.
  await commit(deps.table, finish(deps, account, activity, command.viewer));
  return { ok: true };
}

function finish(deps: DisownDeps, account: Account, activity: Activity, viewer: Viewer): TransactItem[] {
  const now = deps.now();
  const table = deps.table.name;
  const { accountId, email, name, timezone } = account;
  const { eventId, kind, origin } = activity;
  const resetId = deps.newId();
  const about = { now, accountId, actor: { kind: 'anonymous' }, origin: viewer } as const;
  return [
    markDisowned(table, accountId, eventId, now),
    ...(kind === 'password-change' ? [endAllSessions(table, accountId, now)] : []),
    // The next sign-in from a browser like it is told of again.
    ...(origin === null ? [] : [forgetBrowser(table, accountId, origin)]),
    recordEvent(table, activityDisowned, { ...about, id: deps.newId(), data: { eventId, activity: kind } }),
    putPasswordReset(table, email, { accountId, eventId: resetId }, now),
    recordEvent(table, passwordResetRequested, {
      ...about,
      id: resetId,
      data: { email, name, timezone, cause: 'disowned' },
    }),
  ];
}
