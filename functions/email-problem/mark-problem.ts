import { emailProblemFound } from '#events/lifecycle/email-problem-found.ts';
import { parseClaim } from '#functions/shared/address-claim-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { EmailProblem } from '#functions/shared/reachability.ts';
import { addressClaimKey } from '#functions/shared/table.ts';
import type { EmailProblemDeps } from './deps.ts';
import { markAddress } from './email-problem-item.ts';

/**
 * Marks the account whose address this is; gives its id, or null where it is nobody's. Reported twice it is marked
 * and recorded once, and an address that the account has left behind marks nothing.
 */
export async function markProblem(
  deps: EmailProblemDeps,
  { email, kind }: Pick<EmailProblem, 'email' | 'kind'>,
): Promise<string | null> {
  const [item] = await readMany(deps.table, [addressClaimKey(email)]);
  const claim = parseClaim(item);
  if (claim === null) return null;
  const { accountId } = claim;
  const now = deps.now();
  await commit(deps.table, [
    markAddress(deps.table.name, accountId, { email, kind, at: now.toISOString() }),
    recordEvent(deps.table.name, emailProblemFound, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'system' },
      origin: null,
      data: { email, kind },
    }),
  ]);
  return accountId;
}
