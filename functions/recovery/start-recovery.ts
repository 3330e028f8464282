import { recoveryStarted } from '#events/lifecycle/recovery-started.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after, hours, isPast } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { readLink } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { type Recovery, waitingRecovery } from '#functions/shared/recovery-state.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { RecoveryDeps } from './deps.ts';
import { beginWait } from './recovery-item.ts';
import { consumeRecoveryRequest, readRecoveryRequest } from './recovery-request-item.ts';

/** Long enough to notice a mail or a banner after a weekend (DESIGN section 4, "Sign-up, sign-in, recovery"). */
const wait = 72 * hours;

/**
 * Starts the wait by the link mailed to the account's address: the one proof of who asks. Everybody who can stop
 * it is told at once: by mail, and in every session. There is one recovery at a time; while it waits, the link
 * again, or a newer one, tells when it ends and puts nothing off.
 */
export async function startRecovery(
  deps: RecoveryDeps,
  command: { token: string; viewer: Viewer },
): Promise<Outcome<{ endsAt: string }>> {
  const link = await readLink(deps.readCodeSecret, 'recovery-start', command.token);
  if (link === null) return refuse('invalid-code');
  const account = await readAccount(deps.table, link.accountId);
  if (account === null || account.state === 'disabled') return refuse('invalid-code');
  const waiting = waitingRecovery(account);
  if (waiting !== null) return { ok: true, endsAt: waiting.endsAt };

  const request = await readRecoveryRequest(deps.table, account.email);
  const now = deps.now();
  if (request?.eventId !== link.eventId || isPast(request.expiresAt, now))
    return begun(deps, account.accountId);
  if (account.twoFactor?.status !== 'on') return refuse('two-factor-off');
  const factorSince = account.twoFactor.since;
  return begin(deps, account, { factorSince, requestId: link.eventId, viewer: command.viewer, now });
}

interface Begin {
  readonly requestId: string;
  readonly factorSince: string;
  readonly viewer: Viewer;
  readonly now: Date;
}

async function begin(
  deps: RecoveryDeps,
  { accountId, email, name, timezone }: Account,
  { requestId, factorSince, viewer, now }: Begin,
): Promise<Outcome<{ endsAt: string }>> {
  const endsAt = after(now, wait).toISOString();
  const recovery: Recovery = { eventId: deps.newId(), email, factorSince, endsAt, status: 'waiting' };
  const lost = await commit(deps.table, [
    ...beginWait(deps.table.name, accountId, recovery),
    consumeRecoveryRequest(deps.table.name, email, requestId),
    recordEvent(deps.table.name, recoveryStarted, {
      id: recovery.eventId,
      now,
      accountId,
      actor: { kind: 'anonymous' },
      origin: viewer,
      data: { email, name, timezone, endsAt },
    }),
  ]);
  return lost === null ? { ok: true, endsAt } : begun(deps, accountId);
}

/** The link was used already: where it was at this very moment, by a second click, both are told of the one recovery. */
async function begun(deps: RecoveryDeps, accountId: string): Promise<Outcome<{ endsAt: string }>> {
  const account = await readAccount(deps.table, accountId);
  const waiting = account === null ? null : waitingRecovery(account);
  return waiting === null ? refuse('code-expired') : { ok: true, endsAt: waiting.endsAt };
}
