import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { isPast } from '#functions/shared/clock.ts';
import { foundCompany } from '#functions/shared/company-writes.ts';
import { firstCompanyName } from '#functions/shared/first-company.ts';
import { codeMatches } from '#functions/shared/mailed-code.ts';
import { createAccount } from '#functions/shared/new-account.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
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
  const failed = await commit(deps.table, accountWrites(deps, command, pending));
  if (failed === null) return { ok: true };
  const { pending: current } = await readAddress(deps.table, command.email);
  const sameLink = current?.eventId === pending.eventId && current.confirmedAt !== null;
  return sameLink ? { ok: true } : refuse('code-expired');
}

function accountWrites(
  deps: SignUpDeps,
  command: ConfirmSignUpCommand,
  { accountId, name, timezone, eventId }: PendingSignUp,
): TransactItem[] {
  const { email, viewer } = command;
  const [table, now] = [deps.table.name, deps.now()];
  const company = { id: deps.newId(), name: firstCompanyName(name) };
  const founded = { companyId: company.id, name: company.name, createdAt: now.toISOString() };
  return [
    markConfirmed(table, email, eventId, now),
    ...createAccount(table, {
      accountId,
      email,
      name,
      timezone,
      company,
      eventId: deps.newId(),
      viewer,
      now,
    }),
    ...foundCompany(table, founded, accountId),
  ];
}
