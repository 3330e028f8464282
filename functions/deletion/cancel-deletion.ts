import { companyDeletionCancelled } from '#events/lifecycle/company-deletion-cancelled.ts';
import { deletionCancelled } from '#events/lifecycle/deletion-cancelled.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { companySchema } from '#functions/shared/company-item.ts';
import { cancelDeletionOf } from '#functions/shared/deletion-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { readLink } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { companyKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import * as v from 'valibot';
import type { DeletionChangeDeps, DeletionDeps } from './deps.ts';

type Canceller = { how: 'session' | 'link'; viewer: Viewer };

/** Keeps the account, from a live session, which needs no further proof; succeeds when no deletion is pending. */
export async function cancelDeletion(
  deps: DeletionChangeDeps,
  { account, viewer }: { account: Account; viewer: Viewer },
): Promise<Outcome> {
  return cancel(deps, account, { how: 'session', viewer });
}

/**
 * Keeps the account by the link of a mail about its deletion. Following it again succeeds. After the purge the link
 * is told so; which account it was, nobody can say any more.
 */
export async function cancelDeletionByLink(
  deps: DeletionChangeDeps & Pick<DeletionDeps, 'readCodeSecret'>,
  command: { token: string; viewer: Viewer },
): Promise<Outcome> {
  const link = await readLink(deps.readCodeSecret, 'deletion-cancel', command.token);
  if (link === null) return refuse('invalid-code');
  const account = await readAccount(deps.table, link.accountId);
  // The code was ours, so there was such an account.
  if (account === null) return refuse('account-deleted');
  // That deletion was cancelled before. A later one has links of its own.
  if (account.deletion?.eventId !== link.eventId) {
    return account.deletion === null ? { ok: true } : refuse('code-expired');
  }
  return cancel(deps, account, { how: 'link', viewer: command.viewer });
}

/** What tells the members of companies that were to go with the account that they stay. */
async function tellMembers(
  deps: DeletionChangeDeps,
  { accountId, deletion }: Account,
  { how, viewer }: Canceller,
): Promise<TransactItem[]> {
  const chosen = deletion?.deleteCompanies ?? [];
  if (chosen.length === 0) return [];
  const items = await readMany(deps.table, chosen.map(companyKey));
  const companies = items.flatMap((item) => (item === undefined ? [] : v.parse(companySchema, item)));
  return companies.map(({ companyId, name: companyName }) =>
    recordEvent(deps.table.name, companyDeletionCancelled, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      companyId,
      actor: how === 'session' ? { kind: 'account', accountId } : { kind: 'anonymous' },
      origin: viewer,
      data: { companyName },
    }),
  );
}

async function cancel(deps: DeletionChangeDeps, account: Account, by: Canceller): Promise<Outcome> {
  const { accountId, email, name, timezone, deletion } = account;
  if (deletion === null) return { ok: true };
  if (deletion.begunAt !== null) return refuse('deletion-begun');
  const lost = await commit(deps.table, [
    ...cancelDeletionOf(deps.table.name, accountId, deletion),
    recordEvent(deps.table.name, deletionCancelled, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: by.how === 'session' ? { kind: 'account', accountId } : { kind: 'anonymous' },
      origin: by.viewer,
      data: { email, name, timezone, how: by.how },
    }),
    ...(await tellMembers(deps, account, by)),
  ]);
  if (lost === null) return { ok: true };
  // Somebody cancelled at the same moment, or the purge has begun: only the second is bad news.
  const current = await readAccount(deps.table, accountId);
  if (current === null) return refuse(by.how === 'link' ? 'account-deleted' : 'deletion-begun');
  return current.deletion?.eventId === deletion.eventId ? refuse('deletion-begun') : { ok: true };
}
