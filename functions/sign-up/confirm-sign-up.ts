import { accountCreated } from '#events/lifecycle/account-created.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { claimAddress } from '#functions/shared/address-claim-item.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { isPast } from '#functions/shared/clock.ts';
import { foundCompany } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { codeMatches } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { rememberBrowser } from '#functions/shared/session/known-browser-item.ts';
import { accountKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { SignUpDeps } from './deps.ts';
import {
  countTry,
  markConfirmed,
  type PendingSignUp,
  readAddress,
} from '#functions/shared/pending-sign-up-item.ts';

export interface ConfirmSignUpCommand {
  readonly email: string;
  readonly code: string;
  readonly viewer: Viewer;
}

/**
 * Confirms an address with its mailed code: the account, its claim on the address and its first company come
 * into being in one transaction. Following the link again answers the same and does nothing.
 */
export async function confirmSignUp(deps: SignUpDeps, command: ConfirmSignUpCommand): Promise<Outcome> {
  const { pending } = await readAddress(deps.table, command.email);
  if (pending === null) return refuse('invalid-code');
  if (!(await countTry(deps.table, command.email, pending.eventId))) return refuse('code-expired');
  const secrets = await deps.readCodeSecret();
  if (!codeMatches(secrets, 'sign-up', pending.eventId, command.code)) return refuse('invalid-code');
  if (pending.confirmedAt !== null) return { ok: true };
  if (isPast(pending.expiresAt, deps.now()) || !pending.ready) return refuse('code-expired');

  // Cognito first: a crash after it is healed by following the link again, since the sign-up still waits.
  await deps.pool.confirm(pending.accountId);
  const failed = await commit(deps.table, createAccount(deps, command, pending));
  if (failed === null) return { ok: true };
  const { pending: current } = await readAddress(deps.table, command.email);
  const sameLink = current?.eventId === pending.eventId && current.confirmedAt !== null;
  return sameLink ? { ok: true } : refuse('code-expired');
}

function createAccount(
  deps: SignUpDeps,
  command: ConfirmSignUpCommand,
  pending: PendingSignUp,
): TransactItem[] {
  const now = deps.now();
  const createdAt = now.toISOString();
  const companyId = deps.newId();
  const companyName = `${pending.name}’s company`;
  const account: Account = {
    accountId: pending.accountId,
    email: command.email,
    name: pending.name,
    company: null,
    phone: null,
    timezone: pending.timezone,
    avatarUrl: null,
    pendingEmail: null,
    version: 1,
    state: 'active',
    sessionTimeoutMinutes: 30,
    sessionsValidFrom: createdAt,
    lastCompanyId: companyId,
    recovery: null,
    emailChangedAt: null,
    twoFactor: null,
    factorsChangedAt: null,
    factorAddedAt: null,
    createdAt,
  };
  const table = deps.table.name;
  return [
    markConfirmed(table, command.email, pending.eventId, now),
    claimAddress(table, command.email, pending.accountId),
    {
      Put: {
        TableName: table,
        Item: { ...accountKey(pending.accountId), ...account },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    ...foundCompany(table, { companyId, name: companyName, createdAt }, pending.accountId),
    // The browser that follows the link is no news at the first sign-in.
    rememberBrowser(table, pending.accountId, command.viewer, now),
    recordEvent(table, accountCreated, {
      id: deps.newId(),
      now,
      accountId: pending.accountId,
      companyId,
      actor: { kind: 'account', accountId: pending.accountId },
      origin: command.viewer,
      data: { email: command.email, name: pending.name, companyName },
    }),
  ];
}
