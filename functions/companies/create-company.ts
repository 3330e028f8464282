import { companyCreated } from '#events/lifecycle/company-created.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { countCall } from '#functions/shared/chain/rate-limit.ts';
import { foundCompany } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { CompaniesDeps } from './deps.ts';

/** Companies that one person can found in a day. */
const perDay = { calls: 50, windowSeconds: 86_400 };

/** Founds a company with the caller as its owner. */
export async function createCompany(
  deps: CompaniesDeps,
  command: { account: Account; name: string; viewer: Viewer },
): Promise<Outcome<{ id: string }>> {
  const { accountId } = command.account;
  const [companyId, now] = [deps.newId(), deps.now()];
  const wait = await countCall(deps.table, 'found-company', accountId, perDay, now);
  if (wait > 0) return refuse('too-many-attempts', { retryAfterSeconds: wait });
  const company = { companyId, name: command.name, createdAt: now.toISOString() };
  await commit(deps.table, [
    ...foundCompany(deps.table.name, company, accountId),
    recordEvent(deps.table.name, companyCreated, {
      id: deps.newId(),
      now,
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: command.viewer,
      data: { companyName: command.name },
    }),
  ]);
  return { ok: true, id: companyId };
}
